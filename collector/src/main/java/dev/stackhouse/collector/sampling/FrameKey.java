package dev.stackhouse.collector.sampling;

import org.jspecify.annotations.Nullable;

/** What a frame is in a chunk. */
final class FrameKey {
    final long method;
    final int line;
    final byte type;

    /**
     * @param method its number in the chunk's constants
     * @param line source line, or 0
     * @param type async-profiler's number of it
     */
    FrameKey(long method, int line, byte type) {
        this.method = method;
        this.line = line;
        this.type = type;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof FrameKey)) {
            return false;
        }
        FrameKey that = (FrameKey) other;
        return method == that.method && line == that.line && type == that.type;
    }

    @Override
    public int hashCode() {
        int hash = Long.hashCode(method);
        hash = 31 * hash + line;
        return 31 * hash + type;
    }
}
