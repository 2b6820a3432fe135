package dev.stackhouse.storage.write;

import java.util.Map;

/** Collects rows for every table and encodes them as they come. Not thread-safe. */
public final class BlockEncoder {
    /**
     * Adds samples of one stack and event in one window of one instance.
     *
     * @param event "cpu", "alloc", ...
     * @param windowStartMillis start of the 10 s window, since the Unix epoch
     * @param stackHigh high 64 bits of the stack's identity
     * @param stackLow low 64 bits of the stack's identity
     * @param value sum of weights, in the event's unit
     * @param samples number of samples
     */
    public void sample(
            String service,
            String event,
            String instance,
            long windowStartMillis,
            long stackHigh,
            long stackLow,
            long value,
            long samples) {
        throw new IllegalStateException("being written");
    }

    /**
     * Adds a stack to the dictionary; adding it again is harmless.
     *
     * @param frameIds root first
     */
    public void stack(String service, long stackHigh, long stackLow, long[] frameIds) {
        throw new IllegalStateException("being written");
    }

    /**
     * Adds a frame to the dictionary; adding it again is harmless.
     *
     * @param line source line, or 0
     * @param type number of {@code stackhouse.batch.v1.FrameType}
     */
    public void frame(long frameId, String className, String methodName, int line, int type) {
        throw new IllegalStateException("being written");
    }

    /** Adds an instance and its labels; adding it again moves when it was last seen. */
    public void instance(String service, String instance, Map<String, String> labels, long seenMillis) {
        throw new IllegalStateException("being written");
    }

    /**
     * Adds what a batch declares for one event and one window.
     *
     * @param sequence number of the batch
     * @param taken samples taken
     * @param droppedByReason number of {@code stackhouse.batch.v1.DropReason} to samples
     */
    public void ledger(
            String service,
            String instance,
            String event,
            long windowStartMillis,
            long sequence,
            long taken,
            Map<Integer, Long> droppedByReason) {
        throw new IllegalStateException("being written");
    }

    /** Bytes encoded so far. */
    public long bytes() {
        throw new IllegalStateException("being written");
    }

    /** Returns the rows collected so far, in inserts of at most 8 MB, and starts afresh. */
    public EncodedBlock finish(String token) {
        throw new IllegalStateException("being written");
    }
}
