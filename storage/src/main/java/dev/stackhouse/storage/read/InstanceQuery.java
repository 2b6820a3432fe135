package dev.stackhouse.storage.read;

import dev.stackhouse.storage.client.StoreClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads which instances a service has, and what they say about themselves. */
record InstanceQuery(StoreClient client, String service) {
    private static final long WINDOW_MILLIS = 10_000;

    /** Instances that were seen in the range and match, by their ids. */
    List<InstanceRow> instances(List<LabelMatcher> matchers, long fromMillis, long toMillis) {
        Map<String, Object> parameters = SelectedRows.range(fromMillis, toMillis);
        InstanceCondition condition = InstanceCondition.of(matchers);
        parameters.putAll(condition.parameters());
        parameters.put("service", service);
        Map<String, InstanceRow> found = new LinkedHashMap<>();
        client.query(
                "SELECT instance, toInt64(toUnixTimestamp(first)), toInt64(toUnixTimestamp(last)), name, value FROM"
                        + " (SELECT instance, min(first_seen) AS first, max(last_seen) AS last,"
                        + " argMax(labels, last_seen) AS newest FROM instances"
                        + " WHERE service = {service:String} AND " + condition.sql()
                        + " GROUP BY instance HAVING last >= fromUnixTimestamp({from:Int64})"
                        + " AND first < fromUnixTimestamp({to:Int64}))"
                        + " LEFT ARRAY JOIN mapKeys(newest) AS name, mapValues(newest) AS value ORDER BY instance",
                parameters,
                row -> {
                    InstanceRow instance = found.computeIfAbsent(
                            row.getString(1),
                            id -> new InstanceRow(
                                    id, new TreeMap<>(), row.getLong(2) * 1000, row.getLong(3) * 1000 + WINDOW_MILLIS));
                    if (!row.getString(4).isEmpty()) {
                        instance.labels().put(row.getString(4), row.getString(5));
                    }
                });
        return new ArrayList<>(found.values());
    }

    /**
     * Facts of instances.
     *
     * @param names of the facts that are wanted; empty for all
     */
    Map<String, SortedMap<String, String>> facts(Collection<String> instances, Collection<String> names) {
        Map<String, SortedMap<String, String>> facts = new LinkedHashMap<>();
        if (instances.isEmpty()) {
            return facts;
        }
        List<InstanceKey> keys =
                instances.stream().map(id -> new InstanceKey(service, id)).toList();
        client.query(
                "SELECT instance, toString(name), value FROM (SELECT instance, argMax(facts, seen) AS newest FROM facts WHERE "
                        + InstanceKey.anyOf(keys) + " GROUP BY instance)"
                        + " ARRAY JOIN mapKeys(newest) AS name, mapValues(newest) AS value"
                        + " WHERE {names:String} = '' OR has(splitByChar(',', {names:String}), name)",
                Map.of("names", String.join(",", names)),
                row -> facts.computeIfAbsent(row.getString(1), id -> new TreeMap<>())
                        .put(row.getString(2), row.getString(3)));
        return facts;
    }

    /** The rates of instances in a range. */
    List<InstanceRates> rates(Collection<String> instances, long fromMillis, long toMillis) {
        List<InstanceKey> keys =
                instances.stream().map(id -> new InstanceKey(service, id)).toList();
        return keys.isEmpty()
                ? List.of()
                : new RateQuery(client).rates(InstanceKey.anyOf(keys), SelectedRows.range(fromMillis, toMillis));
    }
}
