package dev.stackhouse.collector.sampling;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What is ready to be handed out: recordings that were read, and samples that will never be in one. It stays until it is taken,
 * whatever fails meanwhile. Not thread-safe.
 */
final class Finished {
    private final Clock clock;
    private final Deque<Recording> recordings = new ArrayDeque<>();
    private SamplingPlan lastPlan = SamplingPlan.UNKNOWN;
    private long unreadable;
    private long notRecorded;

    Finished(Clock clock) {
        this.clock = clock;
    }

    void add(Recording recording) {
        recordings.addLast(recording);
        lastPlan = recording.plan();
    }

    /** An interval that ends now, in which there was nothing to sample. */
    void addQuiet(SamplingPlan plan) {
        add(Recording.ofNothing(clock.millis()).by(plan));
    }

    /** They are declared in the next recording that is taken. */
    void loseUnreadable(long samples) {
        unreadable += samples;
    }

    /** They are declared in the next recording that is taken. */
    void loseNotRecorded(long samples) {
        notRecorded += samples;
    }

    /** The oldest recording, or null if there is none; one without samples where only losses are left. */
    @Nullable
    Recording take() {
        boolean lost = unreadable + notRecorded > 0;
        Recording oldest = recordings.peekFirst();
        if (oldest == null && lost) {
            oldest = Recording.ofNothing(clock.millis()).by(lastPlan);
        }
        // Nothing may fail from here on that has taken something away before.
        Recording taken = oldest != null && lost ? oldest.withLost(unreadable, notRecorded) : oldest;
        recordings.pollFirst();
        unreadable = 0;
        notRecorded = 0;
        return taken;
    }
}
