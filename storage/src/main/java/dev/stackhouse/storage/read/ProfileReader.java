package dev.stackhouse.storage.read;

import dev.stackhouse.storage.StorageException;
import dev.stackhouse.storage.StoreAddress;
import dev.stackhouse.storage.client.StoreClient;
import dev.stackhouse.storage.read.StackTotals.FrameRow;
import dev.stackhouse.storage.read.StackTotals.StackTotal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads profiles from ClickHouse. Every range is from (inclusive) to to (exclusive), in milliseconds since the Unix epoch, on
 * window boundaries. Thread-safe. Every method throws {@link StorageException}.
 */
public final class ProfileReader implements AutoCloseable {
    private static final String IN_RANGE =
            "window_start >= fromUnixTimestamp({from:Int64}) AND window_start < fromUnixTimestamp({to:Int64})";

    private final StoreClient client;
    private final StackDictionary dictionary;

    /**
     * @param queryLimit time after which ClickHouse gives a query up
     */
    public ProfileReader(StoreAddress address, Duration queryLimit) {
        this.client = new StoreClient(address, queryLimit);
        this.dictionary = new StackDictionary(client);
    }

    /** Services with samples in the range, by name. */
    public List<ServiceRow> services(long fromMillis, long toMillis) {
        List<ServiceRow> services = new ArrayList<>();
        client.query(
                "SELECT service, arrayStringConcat(arraySort(groupUniqArray(event)), ','), toInt32(uniqExact(instance)),"
                        + " toInt64(toUnixTimestamp(max(window_start))) FROM ledger WHERE " + IN_RANGE
                        + " GROUP BY service ORDER BY service",
                range(fromMillis, toMillis),
                row -> services.add(new ServiceRow(
                        row.getString(1),
                        List.of(row.getString(2).split(",", -1)),
                        row.getInteger(3),
                        row.getLong(4) * 1000)));
        return services;
    }

    /** Whether the service has ever been seen. */
    public boolean knows(String service) {
        List<Integer> found = new ArrayList<>();
        client.query(
                "SELECT toInt32(1) FROM instances WHERE service = {service:String} LIMIT 1",
                Map.of("service", service),
                row -> found.add(row.getInteger(1)));
        return !found.isEmpty();
    }

    /** Label names of the service's instances that were seen in the range, with their values; "instance" is among them. */
    public SortedMap<String, SortedSet<String>> labels(String service, long fromMillis, long toMillis) {
        SortedMap<String, SortedSet<String>> labels = new TreeMap<>();
        Map<String, Object> parameters = range(fromMillis, toMillis);
        parameters.put("service", service);
        client.query(
                "WITH seen AS (SELECT instance, labels FROM instances WHERE service = {service:String}"
                        + " AND last_seen >= fromUnixTimestamp({from:Int64}) - 20 AND first_seen < fromUnixTimestamp({to:Int64}))"
                        + " SELECT label.1, label.2 FROM seen ARRAY JOIN arrayZip(mapKeys(labels), mapValues(labels)) AS label"
                        + " UNION DISTINCT SELECT 'instance', instance FROM seen",
                parameters,
                row -> labels.computeIfAbsent(row.getString(1), name -> new TreeSet<>())
                        .add(row.getString(2)));
        return labels;
    }

    /** The merged stacks of a selection. */
    public StackTotals stacks(StackQuery query) {
        record Total(StackId id, long value, long samples) {}
        Selected selected = selected(query);
        List<Total> totals = new ArrayList<>();
        client.query(
                "SELECT reinterpretAsInt64(bitShiftRight(stack_id, 64)), reinterpretAsInt64(stack_id), toInt64(sum(value)),"
                        + " toInt64(sum(samples)) FROM samples WHERE " + selected.sql + " GROUP BY stack_id",
                selected.parameters,
                row -> totals.add(
                        new Total(new StackId(row.getLong(1), row.getLong(2)), row.getLong(3), row.getLong(4))));
        Map<StackId, List<FrameRow>> frames = dictionary.stacks(
                query.service(), totals.stream().map(Total::id).toList());
        List<StackTotal> stacks = new ArrayList<>(totals.size());
        for (Total total : totals) {
            stacks.add(new StackTotal(Objects.requireNonNull(frames.get(total.id)), total.value, total.samples));
        }
        return new StackTotals(stacks, stacks.isEmpty() ? 0 : instances(selected));
    }

    /** What a selection comes to, without its stacks. */
    public SelectionSummary summary(StackQuery query) {
        Selected selected = selected(query);
        List<SelectionSummary> summaries = new ArrayList<>();
        client.query(
                "SELECT toInt64(sum(value)), toInt64(sum(samples)) FROM samples WHERE " + selected.sql,
                selected.parameters,
                row -> summaries.add(new SelectionSummary(row.getLong(1), row.getLong(2), 0)));
        SelectionSummary sums = summaries.isEmpty() ? new SelectionSummary(0, 0, 0) : summaries.get(0);
        return sums.samples() == 0 ? sums : new SelectionSummary(sums.value(), sums.samples(), instances(selected));
    }

    /** Instances that took samples of the event; the ledger tells with far fewer rows than the samples. */
    private int instances(Selected selected) {
        List<Integer> instances = new ArrayList<>();
        client.query(
                "SELECT toInt32(uniqExact(instance)) FROM ledger WHERE taken > 0 AND " + selected.sql,
                selected.parameters,
                row -> instances.add(row.getInteger(1)));
        return instances.isEmpty() ? 0 : instances.get(0);
    }

    /**
     * Weights of a selection over time; steps start at multiples of the step since {@code fromMillis}.
     *
     * @param stepMillis a multiple of 10 s
     * @param groupBy name of a label, or empty for one series
     */
    public TimeLine timeLine(StackQuery query, long stepMillis, String groupBy) {
        Selected selected = selected(query);
        Map<String, Object> parameters = new HashMap<>(selected.parameters);
        parameters.put("step", stepMillis / 1000);
        parameters.put("label", groupBy);
        String label = groupBy.isEmpty()
                ? "''"
                : groupBy.equals("instance")
                        ? "instance"
                        : "(SELECT mapFromArrays(groupArray(instance), groupArray(label)) FROM (SELECT instance,"
                                + " any(labels[{label:String}]) AS label FROM instances WHERE service = {service:String}"
                                + " GROUP BY instance))[toString(instance)]";
        Map<String, Map<Long, Long>> series = new LinkedHashMap<>();
        client.query(
                "SELECT " + label + " AS series, toInt64(intDiv(toInt64(toUnixTimestamp(window_start)) - {from:Int64},"
                        + " {step:Int64}) * {step:Int64} + {from:Int64}) AS step_start, toInt64(sum(value)) FROM samples WHERE "
                        + selected.sql + " GROUP BY series, step_start ORDER BY series, step_start",
                parameters,
                row -> series.computeIfAbsent(row.getString(1), name -> new LinkedHashMap<>())
                        .put(row.getLong(2) * 1000, row.getLong(3)));
        return new TimeLine(series);
    }

    /** The books, by service, instance and event; an empty service or instance selects all. */
    public List<LedgerRow> ledger(String service, String instance, long fromMillis, long toMillis) {
        return new LedgerQuery(client).rows(service, instance, range(fromMillis, toMillis), IN_RANGE);
    }

    /** Whether the store answers. */
    public boolean ready() {
        return client.answers();
    }

    private record Selected(String sql, Map<String, Object> parameters) {}

    private static Selected selected(StackQuery query) {
        Map<String, Object> parameters = range(query.fromMillis(), query.toMillis());
        parameters.put("service", query.service());
        parameters.put("event", query.event());
        String sql = "service = {service:String} AND event = {event:String} AND " + IN_RANGE
                + " AND toStartOfHour(window_start) >= toStartOfHour(fromUnixTimestamp({from:Int64}))";
        if (!query.matchers().isEmpty()) {
            InstanceCondition condition = InstanceCondition.of(query.matchers());
            parameters.putAll(condition.parameters());
            sql += " AND instance IN (SELECT instance FROM instances WHERE service = {service:String} AND "
                    + condition.sql() + ")";
        }
        return new Selected(sql, parameters);
    }

    private static Map<String, Object> range(long fromMillis, long toMillis) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("from", Math.floorDiv(fromMillis, 1000L));
        parameters.put("to", Math.floorDiv(toMillis, 1000L));
        return parameters;
    }

    @Override
    public void close() {
        client.close();
    }
}
