package dev.stackhouse.storage.read;

import dev.stackhouse.storage.client.StoreClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares what batches declared with the rows that are in fact stored. */
record LedgerQuery(StoreClient client) {
    private record Key(String service, String instance, String event) {}

    /** Batches of an instance: numbers that are absent between the first and the last, and those that are there. */
    private record Batches(long missing, long seen) {
        static final Batches NONE = new Batches(0, 0);
    }

    List<LedgerRow> rows(String service, String instance, Map<String, Object> range) {
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
        Map<Key, Map<Integer, Long>> dropped = new HashMap<>();
        client.query(
                "SELECT toString(service), toString(instance), toString(event), toInt32(reason.1), toInt64(sum(reason.2)) FROM ledger"
                        + " ARRAY JOIN arrayZip(mapKeys(dropped), mapValues(dropped)) AS reason WHERE " + where
                        + " GROUP BY service, instance, event, reason.1",
                parameters,
                row -> dropped.computeIfAbsent(
                                new Key(row.getString(1), row.getString(2), row.getString(3)), key -> new TreeMap<>())
                        .put(row.getInteger(4), row.getLong(5)));
        Map<String, Batches> batches = batches(where, parameters);
        List<LedgerRow> rows = new ArrayList<>();
        client.query(
                "SELECT toString(service), toString(instance), toString(event), toInt64(sum(taken)) FROM ledger WHERE "
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
                            dropped.getOrDefault(key, Map.of()),
                            ofInstance.missing,
                            ofInstance.seen));
                    stored.remove(key);
                });
        // Rows that no batch declared are as wrong as rows that are missing.
        stored.forEach((key, samples) ->
                rows.add(new LedgerRow(key.service, key.instance, key.event, 0, samples, Map.of(), 0, 0)));
        return rows;
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
