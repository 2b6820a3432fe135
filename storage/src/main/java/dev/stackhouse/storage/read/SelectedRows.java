package dev.stackhouse.storage.read;

import java.util.HashMap;
import java.util.Map;

/**
 * Which rows a selection looks at, as SQL.
 *
 * @param sql condition over the columns service, event and instance
 * @param daySql the same over service, event and version; empty if only instances can tell
 * @param from start in seconds since the Unix epoch
 * @param to end, exclusive
 * @param parameters of the conditions, and the range as {@code from} and {@code to}
 */
record SelectedRows(String sql, String daySql, long from, long to, Map<String, Object> parameters) {
    /** Of half hours: those with a window in the range, as far as their first and last one tell. */
    static final String OVERLAPS = "half_hour >= fromUnixTimestamp({from:Int64} - 1800)"
            + " AND half_hour < fromUnixTimestamp({to:Int64})"
            + " AND last_window >= fromUnixTimestamp({from:Int64}) AND first_window < fromUnixTimestamp({to:Int64})";

    /**
     * The rows of a selection.
     *
     * @param fromMillis what is kept of its range begins here
     */
    static SelectedRows of(StackQuery query, long fromMillis) {
        Map<String, Object> parameters = range(fromMillis, query.toMillis());
        parameters.put("service", query.service());
        parameters.put("event", query.event());
        String service = "service = {service:String} AND event = {event:String}";
        String instances = "";
        if (!query.matchers().isEmpty()) {
            InstanceCondition condition = InstanceCondition.of(query.matchers());
            parameters.putAll(condition.parameters());
            instances = " AND instance IN (SELECT instance FROM instances WHERE service = {service:String} AND "
                    + condition.sql() + ")";
        }
        String versions = InstanceCondition.overVersions(query.matchers());
        return new SelectedRows(
                service + instances,
                versions.isEmpty() ? "" : service + " AND " + versions,
                Math.floorDiv(fromMillis, 1000L),
                Math.floorDiv(query.toMillis(), 1000L),
                parameters);
    }

    /** A range in whole seconds, as parameters. */
    static Map<String, Object> range(long fromMillis, long toMillis) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("from", Math.floorDiv(fromMillis, 1000L));
        parameters.put("to", Math.floorDiv(toMillis, 1000L));
        return parameters;
    }

    /** A SELECT of keys, {@code v} and {@code n}: see {@link SampleRows}. */
    String samples(String keys) {
        return SampleRows.sql(new SampleScope(keys, sql, keys, daySql), from, to);
    }

    /** One row that tells how many instances took samples of the event, between other columns. */
    String instances(String before, String after) {
        return "SELECT " + before + "toInt64(uniqExact(instance))" + after + " FROM instance_half_hours WHERE " + sql
                + " AND " + OVERLAPS;
    }

    /**
     * What each window, and before the minutes that are kept each half hour, comes to.
     *
     * @param minutesFrom in seconds since the Unix epoch
     */
    String windows(String keys, long minutesFrom) {
        String windows = "SELECT " + keys + "value, samples, window_start FROM windows WHERE " + sql
                + " AND window_start >= fromUnixTimestamp({from:Int64}) AND window_start < fromUnixTimestamp({to:Int64})"
                + " AND window_start >= " + minutesFrom
                + " AND toStartOfInterval(window_start, INTERVAL 30 MINUTE) >= fromUnixTimestamp({from:Int64} - 1800)"
                + " AND toStartOfInterval(window_start, INTERVAL 30 MINUTE) < fromUnixTimestamp({to:Int64})";
        return windows + halfHours(keys, "instance_half_hours WHERE " + sql, minutesFrom);
    }

    /**
     * The same of some of the stacks alone.
     *
     * @param stacks identities as literals, separated by commas
     */
    String windowsOfStacks(String stacks, String keys, long minutesFrom) {
        String where = " WHERE " + sql + " AND stack_id IN (" + stacks + ")";
        String windows = "SELECT " + keys + "if(unit > 0, unit * count, sum) AS value, toUInt64(count) AS samples,"
                + " half_hour + slot * 10 AS window_start FROM samples"
                + " ARRAY JOIN slots AS slot, slot_samples AS count, arrayResize(slot_values, length(slots)) AS sum"
                + where
                + " AND half_hour >= fromUnixTimestamp({from:Int64} - 1800) AND half_hour < fromUnixTimestamp({to:Int64})"
                + " AND half_hour >= " + minutesFrom
                + " AND half_hour + slot * 10 >= fromUnixTimestamp({from:Int64})"
                + " AND half_hour + slot * 10 < fromUnixTimestamp({to:Int64})";
        return windows + halfHours(keys, "samples" + where, minutesFrom);
    }

    /** The part of the range of which no minutes are kept, if it has one. */
    private String halfHours(String keys, String tableAndCondition, long minutesFrom) {
        return from >= minutesFrom
                ? ""
                : " UNION ALL SELECT " + keys + "value, samples, half_hour AS window_start FROM " + tableAndCondition
                        + " AND half_hour >= fromUnixTimestamp({from:Int64}) AND half_hour < fromUnixTimestamp({to:Int64})"
                        + " AND half_hour < " + minutesFrom;
    }
}
