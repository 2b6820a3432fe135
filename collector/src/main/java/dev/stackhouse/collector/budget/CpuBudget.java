package dev.stackhouse.collector.budget;

/**
 * Judges interval after interval whether the collector keeps to its budget: a share of the CPU that the JVM uses, or a small share of one
 * core where that is more, as of an idle JVM it would be a share of nothing.
 *
 * <p>It judges {@value #SPAN} intervals together, so that a single dear one does not matter, and none of the first {@value #WARM_UP}: then
 * the collector's classes are loaded and its code is not compiled yet, which says nothing of what it will cost. When the
 * budget is passed it asks for slower sampling; then, after a minute with some room, for faster again. Whether the room is enough
 * only shows when it is tried: if it was not, it waits twice as long the next time, for an hour at most. Pure arithmetic; not
 * thread-safe.
 */
final class CpuBudget {
    /** Intervals. */
    static final int WARM_UP = 3;

    static final int SPAN = 3;
    static final int LEAST_REST = 6;
    static final int MOST_REST = 360;

    /** Of one core: 50 ms of an interval of 10 s. */
    static final double LEAST_OF_A_CORE = 0.005;

    private static final double ROOM = 0.75;

    enum Verdict {
        SLOWER,
        AS_IT_IS,
        FASTER
    }

    private final double share;
    private long intervals;
    private int judged;
    private double usedNanos;
    private double allowedNanos;
    private int rest = LEAST_REST;
    private int calm;
    private long fasterAt = Long.MIN_VALUE;

    /** @param share of the JVM's CPU */
    CpuBudget(double share) {
        this.share = share;
    }

    /**
     * Judges an interval.
     *
     * @param ownNanos CPU time of the collector in it
     * @param jvmNanos CPU time of the whole JVM in it
     * @param elapsedNanos its length
     * @param slowed whether sampling is slowed now
     */
    Verdict judge(long ownNanos, long jvmNanos, long elapsedNanos, boolean slowed) {
        intervals++;
        if (intervals <= WARM_UP) {
            return Verdict.AS_IT_IS;
        }
        usedNanos += ownNanos;
        allowedNanos += Math.max(share * jvmNanos, LEAST_OF_A_CORE * elapsedNanos);
        judged++;
        if (judged < SPAN) {
            return Verdict.AS_IT_IS;
        }
        double used = usedNanos / allowedNanos;
        startAgain();
        if (used > 1) {
            boolean triedInVain = fasterAt != Long.MIN_VALUE && intervals - fasterAt <= rest;
            rest = triedInVain ? Math.min(MOST_REST, 2 * rest) : LEAST_REST;
            fasterAt = Long.MIN_VALUE;
            calm = 0;
            return Verdict.SLOWER;
        }
        calm = slowed && used <= ROOM ? calm + SPAN : 0;
        if (calm < rest) {
            return Verdict.AS_IT_IS;
        }
        calm = 0;
        fasterAt = intervals;
        return Verdict.FASTER;
    }

    private void startAgain() {
        judged = 0;
        usedNanos = 0;
        allowedNanos = 0;
    }
}
