package dev.stackhouse.collector.sampling;

/** How far a session was read: what whoever goes on with it in another process has to know. */
public final class SessionState {
    /** Of a session that begins. */
    public static final SessionState NOTHING = new SessionState(0, 0, 0, 0, 0, false, 0);

    private final long readBytes;
    private final long counted;
    private final long accounted;
    private final long surelyAccounted;
    private final long declaredLost;
    private final boolean uncertain;
    private final long missing;

    /**
     * @param readBytes of its file
     * @param counted samples that async-profiler had counted at the last cut
     * @param accounted samples that are in recordings, or were declared lost
     * @param surelyAccounted the same without those that async-profiler may not have counted
     * @param declaredLost samples that were declared lost
     * @param uncertain whether samples were read that async-profiler may not have counted
     * @param missing more that were counted than accounted for at the last cut
     */
    public SessionState(
            long readBytes,
            long counted,
            long accounted,
            long surelyAccounted,
            long declaredLost,
            boolean uncertain,
            long missing) {
        this.readBytes = readBytes;
        this.counted = counted;
        this.accounted = accounted;
        this.surelyAccounted = surelyAccounted;
        this.declaredLost = declaredLost;
        this.uncertain = uncertain;
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

    public long surelyAccounted() {
        return surelyAccounted;
    }

    public long declaredLost() {
        return declaredLost;
    }

    public boolean isUncertain() {
        return uncertain;
    }

    public long missing() {
        return missing;
    }
}
