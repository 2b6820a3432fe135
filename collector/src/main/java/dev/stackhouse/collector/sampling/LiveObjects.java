package dev.stackhouse.collector.sampling;

/**
 * Tells which objects are proved to have survived. async-profiler says at the end of a session which sampled objects can still be
 * reached, but of those that were allocated since the last garbage collection nobody knows: they would drown the others. So only
 * objects that are older than a collection count. async-profiler looks for collections once a second; one that it saw may have
 * been so much earlier. As it forgets its objects with every session, one that follows them lasts for a minute at least,
 * and until a collection has just been seen. Times are ticks of the recording. Not thread-safe.
 */
final class LiveObjects {
    private static final long LEAST_MILLIS = 60_000;

    /** Objects from before are older than the last collection that was seen. */
    private long provedTicks = Long.MIN_VALUE;

    private boolean collected;

    /** A chunk is about to be read. */
    void beginChunk() {
        collected = false;
    }

    /** A collection was seen. */
    void collectedAt(long ticks, long ticksPerSecond) {
        collected = true;
        provedTicks = Math.max(provedTicks, ticks - ticksPerSecond);
    }

    boolean hasSurvived(long allocatedTicks) {
        return allocatedTicks < provedTicks;
    }

    /** Whether now is a good time to ask for the objects of a session that is so old. */
    boolean isDue(long sessionMillis) {
        return collected && sessionMillis >= LEAST_MILLIS;
    }
}
