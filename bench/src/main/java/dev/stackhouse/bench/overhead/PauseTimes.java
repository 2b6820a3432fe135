package dev.stackhouse.bench.overhead;

import java.util.List;

/**
 * When a profiler works and pauses: for two intervals of 10 s it works, for one it pauses, and works again after it. Measured is the 10 s around
 * the first interval's end, so that what a profiler does at the end of an interval is in it once, and the pause but for its first seconds, in which the last
 * interval's data are still sent.
 *
 * @param fromMillis beginning of the first of the three intervals, in milliseconds since the Unix epoch
 */
record PauseTimes(long fromMillis) {
    /** The profilers' interval; those of ours begin at its multiples. */
    static final long INTERVAL_MILLIS = 10_000;

    static final long LENGTH_MILLIS = 3 * INTERVAL_MILLIS;

    /** The first that begins after a moment. */
    static PauseTimes after(long millis) {
        return new PauseTimes(Math.floorDiv(millis, INTERVAL_MILLIS) * INTERVAL_MILLIS + INTERVAL_MILLIS);
    }

    PauseTimes next() {
        return new PauseTimes(fromMillis + LENGTH_MILLIS);
    }

    long measuredFromMillis() {
        return fromMillis + 5_000;
    }

    long announcedMillis() {
        return pauseMillis() - 8_000;
    }

    long measuredUntilMillis() {
        return measuredFromMillis() + INTERVAL_MILLIS;
    }

    long pauseMillis() {
        return fromMillis + 2 * INTERVAL_MILLIS;
    }

    long pauseMeasuredFromMillis() {
        return pauseMillis() + 2_000;
    }

    /** Just before the profiler goes on. */
    long pauseMeasuredUntilMillis() {
        return untilMillis() - 300;
    }

    long untilMillis() {
        return fromMillis + LENGTH_MILLIS;
    }

    /** Whether what was sent shows a profiler that worked when it should have, and paused when it should have. */
    boolean wereKept(List<Sent> sent) {
        return worked(sent)
                && next().worked(sent)
                && sampledMillis(sent, pauseMeasuredFromMillis(), pauseMeasuredUntilMillis()) <= 1_000;
    }

    private boolean worked(List<Sent> sent) {
        return sampledMillis(sent, measuredFromMillis(), measuredUntilMillis()) >= INTERVAL_MILLIS / 2;
    }

    private static long sampledMillis(List<Sent> sent, long fromMillis, long untilMillis) {
        return sent.stream()
                .filter(Sent::hasSamples)
                .mapToLong(each ->
                        Math.max(0, Math.min(each.endMillis(), untilMillis) - Math.max(each.startMillis(), fromMillis)))
                .sum();
    }
}
