package dev.stackhouse.storage.read;

import java.util.Map;

/**
 * Weights over time. Steps without data are absent.
 *
 * @param summary what all of it comes to
 * @param series label value (empty for a single series) to (start of step since the Unix epoch to sum of weights)
 */
public record TimeLine(SelectionSummary summary, Map<String, Map<Long, Long>> series) {}
