package dev.stackhouse.collector.sampling;

import java.util.Collections;
import java.util.List;

/** What was sampled in one interval. */
public final class Recording {
    public static final long WINDOW_MILLIS = 10_000;

    private final long startMillis;
    private final long endMillis;
    private final List<RecordedSample> samples;
    private final long unreadable;
    private final long notRecorded;
    private final long unfollowed;
    private final SamplingPlan plan;

    /**
     * @param startMillis since the Unix epoch
     * @param endMillis exclusive
     * @param unreadable samples that were taken but could not be read back
     * @param notRecorded samples that async-profiler counted but did not record
     */
    public Recording(
            long startMillis, long endMillis, List<RecordedSample> samples, long unreadable, long notRecorded) {
        this(startMillis, endMillis, samples, unreadable, notRecorded, 0, SamplingPlan.UNKNOWN);
    }

    private Recording(
            long startMillis,
            long endMillis,
            List<RecordedSample> samples,
            long unreadable,
            long notRecorded,
            long unfollowed,
            SamplingPlan plan) {
        this.startMillis = startMillis;
        this.endMillis = endMillis;
        this.samples = samples;
        this.unreadable = unreadable;
        this.notRecorded = notRecorded;
        this.unfollowed = unfollowed;
        this.plan = plan;
    }

    /** One that ends at a moment, in which nothing was sampled. */
    public static Recording ofNothing(long endMillis) {
        return new Recording(endMillis - 1, endMillis, Collections.emptyList(), 0, 0);
    }

    /** The same with more samples that are lost. */
    Recording withLost(long moreUnreadable, long moreNotRecorded) {
        return new Recording(
                startMillis,
                endMillis,
                samples,
                unreadable + moreUnreadable,
                notRecorded + moreNotRecorded,
                unfollowed,
                plan);
    }

    /** The same as what was sampled by a plan. */
    public Recording by(SamplingPlan itsPlan) {
        return new Recording(startMillis, endMillis, samples, unreadable, notRecorded, unfollowed, itsPlan);
    }

    /** The same with allocations of native memory for which there was no room. */
    Recording withUnfollowed(long moreUnfollowed) {
        return new Recording(
                startMillis, endMillis, samples, unreadable, notRecorded, unfollowed + moreUnfollowed, plan);
    }

    public long startMillis() {
        return startMillis;
    }

    public long endMillis() {
        return endMillis;
    }

    public List<RecordedSample> samples() {
        return samples;
    }

    public long unreadable() {
        return unreadable;
    }

    public long notRecorded() {
        return notRecorded;
    }

    /** Sampled allocations of native memory for which there was no room until it showed whether they are freed. */
    public long unfollowed() {
        return unfollowed;
    }

    /** What was to be sampled. */
    public SamplingPlan plan() {
        return plan;
    }
}
