package dev.stackhouse.storage.read;

import java.util.List;

/**
 * Which samples to read.
 *
 * @param event "cpu", "alloc", ...
 * @param matchers all must hold
 * @param fromMillis start, inclusive, on a window boundary, since the Unix epoch
 * @param toMillis end, exclusive, on a window boundary
 */
public record StackQuery(String service, String event, List<LabelMatcher> matchers, long fromMillis, long toMillis) {}
