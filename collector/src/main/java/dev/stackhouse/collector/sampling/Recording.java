package dev.stackhouse.collector.sampling;

import java.util.List;

/**
 * What was sampled in one interval.
 *
 * @param startMillis since the Unix epoch
 * @param endMillis exclusive
 * @param unreadable samples that were taken but could not be read back
 */
public record Recording(long startMillis, long endMillis, List<RecordedSample> samples, long unreadable) {
    public static final long WINDOW_MILLIS = 10_000;
}
