package dev.stackhouse.storage.read;

import dev.stackhouse.storage.client.StoreClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Compares what batches declared with the rows that are in fact stored. The two are in different tables, and a commit of the
 * job writes one after the other: what does not balance is read again after a moment, and counts only if it never did.
 */
record LedgerQuery(StoreClient client) {
    private static final int READINGS = 4;

    private static final long MILLIS_BETWEEN_READINGS = 500;

    private record Key(String service, String instance, String event) {
        static Key of(LedgerRow row) {
            return new Key(row.service(), row.instance(), row.event());
        }
    }

    /** Batches of an instance: numbers that are absent between the first and the last, and those that are there. */
    private record Batches(long missing, long seen) {
        static final Batches NONE = new Batches(0, 0);
    }

    List<LedgerRow> rows(String service, String instance, Map<String, Object> range) {
        Map<Key, LedgerRow> balanced = new HashMap<>();
        List<LedgerRow> rows = read(service, instance, range);
        for (int readings = 1; readings < READINGS && !balance(rows, balanced) && pause(); readings++) {
            rows = read(service, instance, range);
        }
        balance(rows, balanced);
        rows.replaceAll(row -> row.unexplained() == 0 ? row : balanced.getOrDefault(Key.of(row), row));
        return rows;
    }

    /** Remembers the rows that balance, and tells whether each has by now. */
    private static boolean balance(List<LedgerRow> rows, Map<Key, LedgerRow> balanced) {
        boolean all = true;
        for (LedgerRow row : rows) {
            if (row.unexplained() == 0) {
                balanced.put(Key.of(row), row);
            }
            all &= balanced.containsKey(Key.of(row));
        }
        return all;
    }

    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(MILLIS_BETWEEN_READINGS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private List<LedgerRow> read(String service, String instance, Map<String, Object> range) {
        Map<String, Object> parameters = new HashMap<>(range);
        parameters.put("service", service);
        parameters.put("instance", instance);
        String selected = "({service:String} = '' OR service = {service:String})"
                + " AND ({instance:String} = '' OR instance = {instance:String})";
        String where =
                "window_start >= fromUnixTimestamp({from:Int64}) AND window_start < fromUnixTimestamp({to:Int64}) AND "
                        + selected;
        Map<Key, Long> stored = new HashMap<>();
        client.query(
                "SELECT toString(service), toString(instance), toString(event), toInt64(sum(n)) FROM ("
                        + SampleRows.sql(
                                SampleScope.ofInstances("service, instance, event", selected),
                                (Long) range.getOrDefault("from", 0L),
                                (Long) range.getOrDefault("to", 0L))
                        + ") GROUP BY service, instance, event HAVING sum(n) > 0",
                parameters,
                row -> stored.put(new Key(row.getString(1), row.getString(2), row.getString(3)), row.getLong(4)));
        Map<String, Batches> batches = batches(where, parameters);
        List<LedgerRow> rows = new ArrayList<>();
        client.query(
                "SELECT toString(service), toString(instance), toString(event), toInt64(sum(taken)),"
                        + " arrayMap(reason -> toInt32(reason), mapKeys(sumMap(dropped))), arrayMap(samples -> toInt64(samples), mapValues(sumMap(dropped)))"
                        + " FROM ledger WHERE "
                        + where + " GROUP BY service, instance, event ORDER BY service, instance, event",
                parameters,
                row -> {
                    Key key = new Key(row.getString(1), row.getString(2), row.getString(3));
                    Batches ofInstance = batches.getOrDefault(key.instance, Batches.NONE);
                    rows.add(new LedgerRow(
                            key.service,
                            key.instance,
                            key.event,
                            row.getLong(4),
                            stored.getOrDefault(key, 0L),
                            dropped(row.getIntArray(5), row.getLongArray(6)),
                            ofInstance.missing,
                            ofInstance.seen));
                    stored.remove(key);
                });
        // Rows that no batch declared are as wrong as rows that are missing.
        stored.forEach((key, samples) ->
                rows.add(new LedgerRow(key.service, key.instance, key.event, 0, samples, Map.of(), 0, 0)));
        return rows;
    }

    private static Map<Integer, Long> dropped(int[] reasons, long[] samples) {
        Map<Integer, Long> dropped = new TreeMap<>();
        for (int i = 0; i < reasons.length; i++) {
            dropped.put(reasons[i], samples[i]);
        }
        return dropped;
    }

    private Map<String, Batches> batches(String where, Map<String, Object> parameters) {
        Map<String, Batches> batches = new HashMap<>();
        client.query(
                "SELECT toString(instance), toInt64(max(sequence) - min(sequence) + 1 - uniqExact(sequence)),"
                        + " toInt64(uniqExact(sequence)) FROM ledger WHERE "
                        + where + " GROUP BY instance",
                parameters,
                row -> batches.put(row.getString(1), new Batches(row.getLong(2), row.getLong(3))));
        return batches;
    }
}
