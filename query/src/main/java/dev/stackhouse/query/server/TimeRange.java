package dev.stackhouse.query.server;

import dev.stackhouse.storage.schema.Retention;
import dev.stackhouse.storage.schema.Retention.KeptRange;
import java.time.Duration;
import java.time.Instant;

/**
 * A range that can be answered exactly: from (inclusive) to to (exclusive), in milliseconds since the Unix epoch.
 *
 * @param resolutionMillis of its beginning
 * @param keptFromMillis where what is kept begins, if the range begins before that; else 0
 */
record TimeRange(long fromMillis, long toMillis, long resolutionMillis, long keptFromMillis) {
    static final Duration HOUR = Duration.ofHours(1);
    static final Duration DAY = Duration.ofHours(24);

    /** 2100-01-01: what is later was not meant as milliseconds. */
    private static final long LATEST_MILLIS = 4_102_444_800_000L;

    /**
     * Widens what was asked for to whole windows, or to what is left of them.
     *
     * @param fromMillis 0 means {@code defaultLength} before the end
     * @param toMillis 0 means now
     */
    static TimeRange of(long fromMillis, long toMillis, Duration defaultLength, Retention retention, Instant now) {
        check("start", fromMillis);
        check("end", toMillis);
        long end = toMillis == 0 ? now.toEpochMilli() : toMillis;
        long start = fromMillis == 0 ? Math.max(0, end - defaultLength.toMillis()) : fromMillis;
        if (start >= end) {
            throw RequestException.invalid("the range is empty or inverted: its start " + Instant.ofEpochMilli(start)
                    + " is not before its end " + Instant.ofEpochMilli(end));
        }
        KeptRange kept = retention.fit(start, end, now);
        return new TimeRange(kept.fromMillis(), kept.toMillis(), kept.resolutionMillis(), kept.keptFromMillis());
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
