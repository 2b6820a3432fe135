package dev.stackhouse.storage.read;

import com.clickhouse.client.api.data_formats.ClickHouseBinaryFormatReader;
import dev.stackhouse.storage.client.StoreClient;
import dev.stackhouse.storage.read.Rates.Rate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Reads at which rates instances sampled. A row holds until the next one of its instance, and there is one at least every day
 * in which the instance runs; so what holds at the start of a range is in a row of the two days before.
 */
record RateQuery(StoreClient client) {
    private static final long BEFORE_SECONDS = 2 * 86_400;
    private static final long WINDOW_SECONDS = 10;

    private static final String ROWS = "SELECT toString(service), toString(instance),"
            + " toInt64(toUnixTimestamp(since)), toInt64(sequence), toString(policy), toString(event), toInt64(interval),"
            + " toInt32(slowed[event]) FROM rates"
            + " LEFT ARRAY JOIN mapKeys(intervals) AS event, mapValues(intervals) AS interval"
            + " WHERE since >= fromUnixTimestamp(greatest(0, {from:Int64} - " + BEFORE_SECONDS
            + ")) AND since < fromUnixTimestamp({to:Int64}) AND ";

    /** Names the batch from which on rates hold. */
    private record Since(long seconds, long sequence) implements Comparable<Since> {
        @Override
        public int compareTo(Since other) {
            return seconds == other.seconds
                    ? Long.compare(sequence, other.sequence)
                    : Long.compare(seconds, other.seconds);
        }
    }

    /** Rates that hold from some moment on. */
    private record Told(String policy, TreeMap<String, Rate> byEvent) {}

    /**
     * The rates of every instance that meets a condition.
     *
     * @param condition over the columns service and instance
     * @param range with its start and end, in seconds, and whatever the condition needs
     */
    List<InstanceRates> rates(String condition, Map<String, Object> range) {
        Map<InstanceKey, NavigableMap<Since, Told>> told = new LinkedHashMap<>();
        client.query(ROWS + condition + " ORDER BY service, instance, since, sequence", range, row -> add(row, told));
        Map<InstanceKey, Long> ends = told.isEmpty() ? Map.of() : ends(told);
        long from = (Long) range.getOrDefault("from", 0L) * 1000;
        long to = (Long) range.getOrDefault("to", 0L) * 1000;
        List<InstanceRates> instances = new ArrayList<>();
        told.forEach((key, rows) -> {
            long end = ends.getOrDefault(key, Long.MAX_VALUE / 1000) * 1000;
            List<Rates> rates = new ArrayList<>();
            for (Rates merged : merged(rows)) {
                Rates inside = merged.within(from, Math.min(to, end));
                if (inside.fromMillis() < inside.toMillis()) {
                    rates.add(inside);
                }
            }
            if (!rates.isEmpty()) {
                instances.add(new InstanceRates(key.service(), key.instance(), List.copyOf(rates)));
            }
        });
        return instances;
    }

    /** The same of those instances alone that did not keep to their settings at some time in the range. */
    List<InstanceRates> changed(String condition, Map<String, Object> range) {
        List<InstanceRates> changed = new ArrayList<>(rates(
                condition + " AND (service, instance) IN (SELECT service, instance FROM rates"
                        + " WHERE since >= fromUnixTimestamp(greatest(0, {from:Int64} - " + BEFORE_SECONDS + "))"
                        + " AND since < fromUnixTimestamp({to:Int64}) AND (notEmpty(slowed) OR policy != ''))",
                range));
        changed.removeIf(instance -> instance.rates().stream().noneMatch(Rates::differs));
        return changed;
    }

    private static void add(ClickHouseBinaryFormatReader row, Map<InstanceKey, NavigableMap<Since, Told>> told) {
        Told rates = told.computeIfAbsent(new InstanceKey(row.getString(1), row.getString(2)), key -> new TreeMap<>())
                .computeIfAbsent(
                        new Since(row.getLong(3), row.getLong(4)),
                        since -> new Told(row.getString(5), new TreeMap<>()));
        if (!row.getString(6).isEmpty()) {
            rates.byEvent.put(row.getString(6), new Rate(row.getLong(7), Math.max(1, row.getInteger(8))));
        }
    }

    private static List<Rates> merged(NavigableMap<Since, Told> rows) {
        List<Rates> merged = new ArrayList<>();
        rows.forEach((since, told) -> {
            long from = since.seconds * 1000;
            Rates next = new Rates(from, Long.MAX_VALUE, told.byEvent, told.policy);
            if (!merged.isEmpty()) {
                Rates before = merged.get(merged.size() - 1);
                if (before.equalsBesidesTime(next)) {
                    return;
                }
                merged.set(merged.size() - 1, before.within(0, from));
            }
            merged.add(next);
        });
        return merged;
    }

    /** When the last window of each instance ended, in seconds. */
    private Map<InstanceKey, Long> ends(Map<InstanceKey, ?> instances) {
        Map<InstanceKey, Long> ends = new LinkedHashMap<>();
        client.query(
                "SELECT toString(service), instance, toInt64(toUnixTimestamp(max(last_seen))) FROM instances WHERE "
                        + InstanceKey.anyOf(instances.keySet()) + " GROUP BY service, instance",
                Map.of(),
                row -> ends.put(new InstanceKey(row.getString(1), row.getString(2)), row.getLong(3) + WINDOW_SECONDS));
        return ends;
    }
}
