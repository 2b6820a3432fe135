package dev.stackhouse.collector.sampling;

import java.util.List;

/**
 * What was sampled in one interval.
 *
 * @param startMillis since the Unix epoch
 * @param endMillis exclusive
 * @param unreadable samples that were taken but could not be read back
 * @param notRecorded samples that were due but that async-profiler could not record
 */
public record Recording(
        long startMillis, long endMillis, List<RecordedSample> samples, long unreadable, long notRecorded) {
    public static final long WINDOW_MILLIS = 10_000;

    /** The same with more samples that were not recorded. */
    Recording withNotRecorded(long more) {
        return new Recording(startMillis, endMillis, samples, unreadable, notRecorded + more);
    }
}
