package dev.stackhouse.collector.sampling;

/** How far a session was read: what whoever goes on with it in another process has to know. */
public final class SessionState {
    private final long readBytes;
    private final long counted;
    private final long accounted;
    private final long missing;

    /**
     * @param readBytes of its file
     * @param counted samples that async-profiler had counted at the last cut
     * @param accounted samples that are in recordings, or were declared lost
     * @param missing more that were counted than accounted for at the last cut
     */
    public SessionState(long readBytes, long counted, long accounted, long missing) {
        this.readBytes = readBytes;
        this.counted = counted;
        this.accounted = accounted;
        this.missing = missing;
    }

    public long readBytes() {
        return readBytes;
    }

    public long counted() {
        return counted;
    }

    public long accounted() {
        return accounted;
    }

    public long missing() {
        return missing;
    }
}
