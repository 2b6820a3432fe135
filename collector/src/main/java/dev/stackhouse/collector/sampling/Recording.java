package dev.stackhouse.collector.sampling;

import java.util.List;

/**
 * What was sampled in one interval.
 *
 * @param startMillis since the Unix epoch
 * @param endMillis exclusive
 * @param unreadable samples that were taken but could not be read back
 * @param notRecorded samples that async-profiler counted but did not record
 */
public record Recording(
        long startMillis, long endMillis, List<RecordedSample> samples, long unreadable, long notRecorded) {
    public static final long WINDOW_MILLIS = 10_000;

    /** One that ends at a moment, in which nothing was sampled. */
    public static Recording ofNothing(long endMillis) {
        return new Recording(endMillis - 1, endMillis, List.of(), 0, 0);
    }

    /** The same with more samples that are lost. */
    Recording withLost(long moreUnreadable, long moreNotRecorded) {
        return new Recording(
                startMillis, endMillis, samples, unreadable + moreUnreadable, notRecorded + moreNotRecorded);
    }

    /** Samples that were read. */
    long read() {
        long read = 0;
        for (RecordedSample sample : samples) {
            read += sample.count();
        }
        return read;
    }
}
