package dev.stackhouse.storage.read;

import java.util.ArrayList;
import java.util.List;

/**
 * The rows that hold the samples of a range, as SQL: whole days and half hours from totals, and only what sticks out at the two
 * ends from the windows. Most of a day is the day less what is not wanted of it. Columns: the keys, then {@code v} (value) and
 * {@code n} (samples), which add up over equal keys to what the range holds.
 */
final class SampleRows {
    private static final long HALF_HOUR = 1_800;
    private static final long HALF_HOURS_A_DAY = 48;
    private static final long WINDOW = 10;

    private final SampleScope scope;
    private final List<String> pieces = new ArrayList<>();

    private SampleRows(SampleScope scope) {
        this.scope = scope;
    }

    /**
     * Returns a SELECT.
     *
     * @param from start in seconds since the Unix epoch, on a boundary of the resolution that is kept
     * @param to end, exclusive, likewise
     */
    static String sql(SampleScope scope, long from, long to) {
        SampleRows rows = new SampleRows(scope);
        long firstWhole = -Math.floorDiv(-from, HALF_HOUR);
        long endWhole = Math.floorDiv(to, HALF_HOUR);
        long fromSlot = Math.floorMod(from, HALF_HOUR) / WINDOW;
        long toSlot = Math.floorMod(to, HALF_HOUR) / WINDOW;
        if (firstWhole > endWhole) {
            rows.slots(endWhole, fromSlot, toSlot);
        } else {
            if (fromSlot > 0) {
                rows.slots(firstWhole - 1, fromSlot, HALF_HOUR / WINDOW);
            }
            if (toSlot > 0) {
                rows.slots(endWhole, 0, toSlot);
            }
            if (firstWhole < endWhole) {
                if (scope.fitsDays()) {
                    rows.days(firstWhole, endWhole);
                } else {
                    rows.halfHours(firstWhole, endWhole);
                }
            }
        }
        if (rows.pieces.isEmpty()) {
            rows.halfHours(firstWhole, firstWhole); // of an empty range: no rows, but their columns
        }
        return String.join(" UNION ALL ", rows.pieces);
    }

    /** Some windows of half an hour. */
    private void slots(long halfHour, long fromSlot, long toSlot) {
        // What is in the range as 1, the rest as 0, times the samples or values: far cheaper than a lambda over both.
        String isIn = "arrayMap(slot -> toUInt8(slot >= " + fromSlot + " AND slot < " + toSlot + "), slots)";
        pieces.add("SELECT " + scope.keys() + ", if(unit > 0, toInt64(unit) * n,"
                + " toInt64(arrayDotProduct(arrayResize(slot_values, length(slots)), " + isIn + "))) AS v,"
                + " toInt64(arrayDotProduct(slot_samples, " + isIn + ")) AS n FROM samples WHERE " + scope.condition()
                + " AND half_hour = " + time(halfHour * HALF_HOUR));
    }

    /** Whole half hours of each instance. */
    private void halfHours(long first, long end) {
        pieces.add("SELECT " + scope.keys() + ", toInt64(value) AS v, toInt64(samples) AS n FROM samples WHERE "
                + scope.condition() + " AND half_hour >= " + time(first * HALF_HOUR) + " AND half_hour < "
                + time(end * HALF_HOUR));
    }

    /** Whole half hours without instances, as whole days where there are such. */
    private void days(long first, long end) {
        long firstDay = Math.floorDiv(first, HALF_HOURS_A_DAY);
        long lastDay = Math.floorDiv(end - 1, HALF_HOURS_A_DAY);
        if (firstDay == lastDay) {
            ofOneDay(firstDay, first, end);
            return;
        }
        ofOneDay(firstDay, first, (firstDay + 1) * HALF_HOURS_A_DAY);
        ofOneDay(lastDay, lastDay * HALF_HOURS_A_DAY, end);
        wholeDays(firstDay + 1, lastDay);
    }

    /** Adds what is wanted, or takes what is not from the whole day, whichever is less to read. */
    private void ofOneDay(long day, long first, long end) {
        if (end - first <= HALF_HOURS_A_DAY / 2) {
            someHalfHours("", first, end);
        } else {
            wholeDays(day, day + 1);
            someHalfHours("-", day * HALF_HOURS_A_DAY, first);
            someHalfHours("-", end, (day + 1) * HALF_HOURS_A_DAY);
        }
    }

    private void wholeDays(long first, long end) {
        if (first < end) {
            pieces.add("SELECT " + scope.dayKeys()
                    + ", toInt64(value) AS v, toInt64(samples) AS n FROM service_days WHERE " + scope.dayCondition()
                    + " AND day >= " + date(first) + " AND day < " + date(end));
        }
    }

    private void someHalfHours(String sign, long first, long end) {
        if (first < end) {
            String from = time(first * HALF_HOUR);
            String to = time(end * HALF_HOUR);
            pieces.add("SELECT " + scope.dayKeys() + ", " + sign + "toInt64(value) AS v, " + sign
                    + "toInt64(samples) AS n FROM service_half_hours WHERE " + scope.dayCondition()
                    + " AND half_hour >= " + from + " AND half_hour < " + to
                    + " AND toStartOfHour(half_hour) >= toStartOfHour(" + from + ") AND toStartOfHour(half_hour) < "
                    + to);
        }
    }

    private static String time(long seconds) {
        return "toDateTime(" + seconds + ", 'UTC')";
    }

    private static String date(long day) {
        return "toDate(" + day + ")";
    }
}
