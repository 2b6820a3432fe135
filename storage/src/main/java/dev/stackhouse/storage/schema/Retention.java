package dev.stackhouse.storage.schema;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * How long data is kept, and how finely. A tier ends at a midnight (UTC), at least so many days after the data was written.
 *
 * @param windowsDays for which windows of 10 s are kept
 * @param minutesDays for which minutes are kept; not less than the windows
 * @param totalsDays for which half hours are kept, and after which there is nothing; not less than the minutes
 */
public record Retention(int windowsDays, int minutesDays, int totalsDays) {
    public static final Retention DEFAULT = new Retention(7, 30, 400);

    public static final long WINDOW_MILLIS = 10_000;
    public static final long MINUTE_MILLIS = 60_000;
    public static final long HALF_HOUR_MILLIS = 1_800_000;

    private static final int MOST_DAYS = 36_500;

    public Retention {
        if (windowsDays < 1 || windowsDays > minutesDays || minutesDays > totalsDays || totalsDays > MOST_DAYS) {
            throw new IllegalArgumentException("The retention of windows, minutes and half hours is "
                    + windowsDays
                    + ", "
                    + minutesDays + " and " + totalsDays
                    + " days; each must be at least 1 and not less than the one before, the last at most " + MOST_DAYS);
        }
    }

    /**
     * Fits a range to what is kept at a moment: each end is moved outwards to the resolution that its time has.
     *
     * @param fromMillis inclusive, in milliseconds since the Unix epoch, as is everything here
     * @param toMillis exclusive, after the start
     */
    public KeptRange fit(long fromMillis, long toMillis, Instant now) {
        long fromStep = resolutionMillis(fromMillis, now);
        long toStep = resolutionMillis(toMillis - 1, now);
        long keptFrom = totalsFromMillis(now);
        return new KeptRange(
                Math.floorDiv(fromMillis, fromStep) * fromStep,
                -Math.floorDiv(-toMillis, toStep) * toStep,
                fromStep,
                fromMillis < keptFrom ? keptFrom : 0);
    }

    private long resolutionMillis(long millis, Instant now) {
        if (millis >= windowsFromMillis(now)) {
            return WINDOW_MILLIS;
        }
        return millis >= minutesFromMillis(now) ? MINUTE_MILLIS : HALF_HOUR_MILLIS;
    }

    /** The midnight from which on windows of 10 s are kept. */
    public long windowsFromMillis(Instant now) {
        return midnightBefore(now, windowsDays);
    }

    /** The midnight from which on minutes are kept. */
    public long minutesFromMillis(Instant now) {
        return midnightBefore(now, minutesDays);
    }

    /** The midnight from which on anything is kept. */
    public long totalsFromMillis(Instant now) {
        return midnightBefore(now, totalsDays);
    }

    private static long midnightBefore(Instant now, int days) {
        return now.atOffset(ZoneOffset.UTC)
                .minusDays(days)
                .truncatedTo(ChronoUnit.DAYS)
                .toInstant()
                .toEpochMilli();
    }

    /**
     * A range that can be answered exactly.
     *
     * @param resolutionMillis of its beginning, which is its coarsest part
     * @param keptFromMillis where what is kept begins, if the range begins before that; else 0
     */
    public record KeptRange(long fromMillis, long toMillis, long resolutionMillis, long keptFromMillis) {}
}
