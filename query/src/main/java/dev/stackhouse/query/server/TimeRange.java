package dev.stackhouse.query.server;

import java.time.Duration;
import java.time.Instant;

/** A range of whole windows: from (inclusive) to to (exclusive), in milliseconds since the Unix epoch. */
record TimeRange(long fromMillis, long toMillis) {
    static final long WINDOW_MILLIS = 10_000;
    static final Duration HOUR = Duration.ofHours(1);
    static final Duration DAY = Duration.ofHours(24);

    /** 2100-01-01: what is later was not meant as milliseconds. */
    private static final long LATEST_MILLIS = 4_102_444_800_000L;

    /**
     * Widens what was asked for to whole windows.
     *
     * @param fromMillis 0 means {@code defaultLength} before the end
     * @param toMillis 0 means now
     */
    static TimeRange of(long fromMillis, long toMillis, Duration defaultLength, Instant now) {
        check("start", fromMillis);
        check("end", toMillis);
        long end = toMillis == 0 ? now.toEpochMilli() : toMillis;
        long start = fromMillis == 0 ? Math.max(0, end - defaultLength.toMillis()) : fromMillis;
        if (start >= end) {
            throw RequestException.invalid("the range is empty or inverted: its start " + Instant.ofEpochMilli(start)
                    + " is not before its end " + Instant.ofEpochMilli(end));
        }
        return new TimeRange(start / WINDOW_MILLIS * WINDOW_MILLIS, roundUp(end, WINDOW_MILLIS));
    }

    long lengthMillis() {
        return toMillis - fromMillis;
    }

    static long roundUp(long value, long multiple) {
        return (value + multiple - 1) / multiple * multiple;
    }

    private static void check(String what, long millis) {
        if (millis < 0 || millis > LATEST_MILLIS) {
            throw RequestException.invalid("the " + what + " of the range, " + millis
                    + ", is not a time between 1970 and 2100 in milliseconds since the Unix epoch");
        }
    }
}
