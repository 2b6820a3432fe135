package dev.stackhouse.storage.read;

import java.util.ArrayList;
import java.util.List;

/**
 * The rows that hold the samples of a range, as SQL: whole days and half hours from totals, and only what sticks out at the two
 * ends from the windows. Every sample is in exactly one of the pieces. Columns: the keys, then {@code v} (value) and {@code n}
 * (samples); equal keys occur more than once.
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
        return String.join(" UNION ALL ", rows.pieces);
    }

    /** Some windows of half an hour. */
    private void slots(long halfHour, long fromSlot, long toSlot) {
        String isIn = "slot >= " + fromSlot + " AND slot < " + toSlot;
        pieces.add("SELECT " + scope.keys() + ", if(unit > 0, unit * n, arraySum((sum, slot) -> if(" + isIn
                + ", sum, 0), arrayResize(slot_values, length(slots)), slots)) AS v, arraySum((count, slot) -> if("
                + isIn
                + ", count, 0), slot_samples, slots) AS n FROM samples WHERE " + scope.condition() + " AND half_hour = "
                + time(halfHour * HALF_HOUR));
    }

    /** Whole half hours of each instance. */
    private void halfHours(long first, long end) {
        pieces.add("SELECT " + scope.keys() + ", value AS v, samples AS n FROM samples WHERE " + scope.condition()
                + " AND half_hour >= " + time(first * HALF_HOUR) + " AND half_hour < " + time(end * HALF_HOUR));
    }

    /** Whole half hours without instances, as whole days where there are such. */
    private void days(long first, long end) {
        long firstDay = -Math.floorDiv(-first, HALF_HOURS_A_DAY);
        long endDay = Math.floorDiv(end, HALF_HOURS_A_DAY);
        if (firstDay >= endDay) {
            partOfDay(first, end);
            return;
        }
        if (first < firstDay * HALF_HOURS_A_DAY) {
            partOfDay(first, firstDay * HALF_HOURS_A_DAY);
        }
        if (endDay * HALF_HOURS_A_DAY < end) {
            partOfDay(endDay * HALF_HOURS_A_DAY, end);
        }
        pieces.add("SELECT " + scope.dayKeys() + ", value AS v, samples AS n FROM service_days WHERE "
                + scope.dayCondition() + " AND day >= " + date(firstDay) + " AND day < " + date(endDay));
    }

    private void partOfDay(long first, long end) {
        String from = time(first * HALF_HOUR);
        String to = time(end * HALF_HOUR);
        pieces.add("SELECT " + scope.dayKeys() + ", value AS v, samples AS n FROM service_half_hours WHERE "
                + scope.dayCondition() + " AND half_hour >= " + from + " AND half_hour < " + to
                + " AND toStartOfHour(half_hour) >= toStartOfHour(" + from + ") AND toStartOfHour(half_hour) < " + to);
    }

    private static String time(long seconds) {
        return "toDateTime(" + seconds + ", 'UTC')";
    }

    private static String date(long day) {
        return "toDate(" + day + ")";
    }
}
