package dev.stackhouse.collector.sampling;

import java.nio.ByteBuffer;

/** When a chunk began and ended, as its header says, and what its ticks are. Immutable. */
final class ChunkTimes {
    /** Offsets in a chunk's header (https://openjdk.org/jeps/328 and jdk.jfr.internal.consumer.ChunkHeader). */
    private static final int START_NANOS_AT = 32;

    private static final int DURATION_NANOS_AT = 40;
    private static final int START_TICKS_AT = 48;
    private static final int TICKS_PER_SECOND_AT = 56;

    final long startMillis;
    /** Exclusive. */
    final long endMillis;

    final long startTicks;
    final long ticksPerSecond;
    private final long startNanos;
    private final double nanosPerTick;

    ChunkTimes(ByteBuffer chunk) {
        int start = chunk.position();
        startNanos = chunk.getLong(start + START_NANOS_AT);
        startTicks = chunk.getLong(start + START_TICKS_AT);
        ticksPerSecond = chunk.getLong(start + TICKS_PER_SECOND_AT);
        nanosPerTick = 1e9 / ticksPerSecond;
        startMillis = Math.floorDiv(startNanos, 1_000_000L);
        long endNanos = startNanos + chunk.getLong(start + DURATION_NANOS_AT);
        endMillis = Math.max(startMillis + 1, -Math.floorDiv(-endNanos, 1_000_000L));
    }

    /** How long so many ticks are. */
    long nanos(long ticks) {
        return (long) (ticks * nanosPerTick);
    }

    /** When a tick was, since the Unix epoch. */
    long millis(long ticks) {
        return Math.floorDiv(startNanos + nanos(ticks - startTicks), 1_000_000L);
    }
}
