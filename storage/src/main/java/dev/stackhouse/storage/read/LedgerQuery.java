package dev.stackhouse.storage.read;

import dev.stackhouse.storage.client.StoreClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Compares what batches declared with the rows that are in fact stored. The two are in different tables, and a commit of the
 * job writes one after the other: what does not balance is read again after a moment, and counts only if it never did.
 *
 * @param keptFrom where what the ledger keeps begins, in seconds since the Unix epoch
 */
record LedgerQuery(StoreClient client, long keptFrom, Instant now) {
    /** An empty service or instance selects all. */
    static final String SELECTED = "({service:String} = '' OR service = {service:String})"
            + " AND ({instance:String} = '' OR instance = {instance:String})";

    private static final int READINGS = 4;

    private static final long MILLIS_BETWEEN_READINGS = 500;

    private record Key(InstanceKey instance, String event) {
        static Key of(LedgerRow row) {
            return new Key(new InstanceKey(row.service(), row.instance()), row.event());
        }
    }

    List<LedgerRow> rows(String service, String instance, Map<String, Object> range) {
        Map<Key, LedgerRow> balanced = new HashMap<>();
        List<LedgerRow> rows = read(service, instance, range);
        for (int readings = 1; readings < READINGS && !balance(rows, balanced) && pause(); readings++) {
            rows = read(service, instance, range);
        }
        balance(rows, balanced);
        rows.replaceAll(row -> balanced.getOrDefault(Key.of(row), row).with(row.ofInstance()));
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
        long from = (Long) range.getOrDefault("from", 0L);
        long to = (Long) range.getOrDefault("to", 0L);
        Map<Key, Long> stored = new HashMap<>();
        client.query(
                "SELECT toString(service), toString(instance), toString(event), toInt64(sum(n)) FROM ("
                        + SampleRows.sql(SampleScope.ofInstances("service, instance, event", SELECTED), from, to)
                        + ") GROUP BY service, instance, event HAVING sum(n) > 0",
                parameters,
                row -> stored.put(
                        new Key(new InstanceKey(row.getString(1), row.getString(2)), row.getString(3)),
                        row.getLong(4)));
        List<DeclaredBooks> declared = DeclaredBooks.read(client, SELECTED, parameters);
        Map<InstanceKey, List<DeclaredBooks>> events =
                declared.stream().collect(Collectors.groupingBy(DeclaredBooks::instance));
        Map<InstanceKey, BatchCount> counts = new HashMap<>();
        events.forEach((key, ofInstance) -> counts.put(key, new BatchCount(ofInstance)));
        Map<InstanceKey, InstanceBooks> instances = new BatchLookup(client, from, to, keptFrom, now).books(counts);
        List<LedgerRow> rows = new ArrayList<>();
        for (DeclaredBooks books : declared) {
            Long found = stored.remove(new Key(books.instance(), books.event()));
            rows.add(row(
                    new Key(books.instance(), books.event()),
                    books.taken(),
                    found == null ? 0 : found,
                    books.droppedByReason(),
                    instances));
        }
        // Rows that no batch declared are as wrong as rows that are missing.
        stored.forEach((key, samples) -> rows.add(row(key, 0, samples, Map.of(), instances)));
        rows.sort(Comparator.comparing(LedgerRow::service)
                .thenComparing(LedgerRow::instance)
                .thenComparing(LedgerRow::event));
        return rows;
    }

    private static LedgerRow row(
            Key key, long taken, long stored, Map<Integer, Long> dropped, Map<InstanceKey, InstanceBooks> instances) {
        InstanceBooks ofInstance = instances.getOrDefault(key.instance, InstanceBooks.NONE);
        return new LedgerRow(
                key.instance.service(), key.instance.instance(), key.event, taken, stored, dropped, ofInstance);
    }
}
