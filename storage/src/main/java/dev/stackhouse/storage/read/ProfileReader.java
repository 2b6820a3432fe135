package dev.stackhouse.storage.read;

import dev.stackhouse.storage.StorageException;
import dev.stackhouse.storage.StoreAddress;
import dev.stackhouse.storage.client.StoreClient;
import dev.stackhouse.storage.read.StackTotals.FrameRow;
import dev.stackhouse.storage.read.StackTotals.StackTotal;
import dev.stackhouse.storage.schema.Migrations;
import dev.stackhouse.storage.schema.Retention;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Reads profiles from ClickHouse. Every range is from (inclusive) to to (exclusive), in milliseconds since the Unix epoch, on
 * boundaries of the resolution that is kept ({@link #retention}). Thread-safe. Every method throws {@link StorageException}.
 */
public final class ProfileReader implements AutoCloseable {
    private static final Duration RETENTION_MEMORY = Duration.ofMinutes(1);

    private record Total(StackId id, long value, long samples) {}

    private record Merged(List<Total> totals, int instances) {}

    private final StoreClient client;
    private final StackDictionary dictionary;
    private final Remembered<Retention> retention;

    /**
     * @param queryLimit time after which ClickHouse gives a query up
     */
    public ProfileReader(StoreAddress address, Duration queryLimit) {
        this.client = new StoreClient(address, queryLimit);
        this.dictionary = new StackDictionary(client);
        this.retention = new Remembered<>(
                RETENTION_MEMORY, () -> Objects.requireNonNullElse(Migrations.retention(client), Retention.DEFAULT));
    }

    /** What the tables keep; a change is seen within a minute. */
    public Retention retention() {
        return retention.get();
    }

    /** Services with samples in the range, by name. */
    public List<ServiceRow> services(long fromMillis, long toMillis) {
        List<ServiceRow> services = new ArrayList<>();
        client.query(
                "SELECT service, arrayStringConcat(arraySort(groupUniqArray(event)), ','), toInt32(uniqExact(instance)),"
                        + " toInt64(toUnixTimestamp(max(last_window))) FROM instance_half_hours WHERE "
                        + SelectedRows.OVERLAPS
                        + " GROUP BY service ORDER BY service",
                SelectedRows.range(fromMillis, toMillis),
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
                "SELECT toInt32(1) FROM instances WHERE service = {service:String} LIMIT 1"
                        // Of one whose batches were all rejected there are only books.
                        + " UNION ALL SELECT toInt32(1) FROM ledger WHERE service = {service:String} LIMIT 1",
                Map.of("service", service),
                row -> found.add(row.getInteger(1)));
        return !found.isEmpty();
    }

    /** Label names of the service's instances that were seen in the range, with their values; "instance" is among them. */
    public SortedMap<String, SortedSet<String>> labels(String service, long fromMillis, long toMillis) {
        SortedMap<String, SortedSet<String>> labels = new TreeMap<>();
        Map<String, Object> parameters = SelectedRows.range(fromMillis, toMillis);
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

    /** The service's instances that were seen in the range and match, by their ids. */
    public List<InstanceRow> instances(String service, List<LabelMatcher> matchers, long fromMillis, long toMillis) {
        return new InstanceQuery(client, service).instances(matchers, fromMillis, toMillis);
    }

    /** What instances say about themselves, as far as it has one of the names, or all of it if there are none. */
    public Map<String, SortedMap<String, String>> facts(
            String service, Collection<String> instances, Collection<String> names) {
        return new InstanceQuery(client, service).facts(instances, names);
    }

    /** At which rates instances sampled in a range. */
    public List<InstanceRates> rates(String service, Collection<String> instances, long fromMillis, long toMillis) {
        return new InstanceQuery(client, service).rates(instances, fromMillis, toMillis);
    }

    /** The same of those alone that did not keep to their settings; an empty service or instance selects all. */
    public List<InstanceRates> changedRates(String service, String instance, long fromMillis, long toMillis) {
        Map<String, Object> parameters = SelectedRows.range(fromMillis, toMillis);
        parameters.put("service", service);
        parameters.put("instance", instance);
        return new RateQuery(client).changed(LedgerQuery.SELECTED, parameters);
    }

    /** The merged stacks of a selection. */
    public StackTotals stacks(StackQuery query) {
        Merged merged = merged(query);
        return new StackTotals(
                named(merged.totals, frames(query.service(), merged.totals)),
                merged.totals.isEmpty() ? 0 : merged.instances);
    }

    private Merged merged(StackQuery query) {
        SelectedRows selected = selected(query);
        List<Total> totals = new ArrayList<>();
        int[] instances = {0};
        client.query(
                "SELECT reinterpretAsInt64(bitShiftRight(stack_id, 64)), reinterpretAsInt64(stack_id),"
                        + " toInt64(sum(v)), toInt64(sum(n)) AS samples FROM ("
                        + selected.samples("stack_id")
                        + ") GROUP BY stack_id HAVING samples > 0 UNION ALL " + selected.instances("0, 0, ", ", 0"),
                selected.parameters(),
                row -> {
                    if (row.getLong(4) > 0) {
                        totals.add(
                                new Total(new StackId(row.getLong(1), row.getLong(2)), row.getLong(3), row.getLong(4)));
                    } else {
                        instances[0] = (int) row.getLong(3);
                    }
                });
        return new Merged(totals, instances[0]);
    }

    private Map<StackId, List<FrameRow>> frames(String service, List<Total> totals) {
        return dictionary.stacks(
                service, totals.stream().map(Total::id).distinct().toList());
    }

    private static List<StackTotal> named(List<Total> totals, Map<StackId, List<FrameRow>> frames) {
        List<StackTotal> stacks = new ArrayList<>(totals.size());
        for (Total total : totals) {
            stacks.add(new StackTotal(Objects.requireNonNull(frames.get(total.id)), total.value, total.samples));
        }
        return stacks;
    }

    /** What a selection comes to, without its stacks. */
    public SelectionSummary summary(StackQuery query) {
        return overTime(query).summary();
    }

    /**
     * Weights of a selection over time; steps start at multiples of the step since {@code fromMillis}.
     *
     * @param stepMillis a multiple of 10 s
     * @param groupBy name of a label, or empty for one series
     */
    public TimeLine timeLine(StackQuery query, long stepMillis, String groupBy) {
        return overTime(query).timeLine(query.fromMillis(), stepMillis, groupBy);
    }

    /** The same for the stacks that a filter keeps; it is told their frames, root first. */
    public TimeLine timeLine(StackQuery query, long stepMillis, String groupBy, Predicate<List<FrameRow>> keeps) {
        List<Total> totals = merged(query).totals;
        Map<StackId, List<FrameRow>> frames = frames(query.service(), totals);
        List<StackId> kept = totals.stream()
                .map(Total::id)
                .filter(id -> keeps.test(Objects.requireNonNull(frames.get(id))))
                .toList();
        return overTime(query).timeLine(kept, query.fromMillis(), stepMillis, groupBy);
    }

    private TimeLineQuery overTime(StackQuery query) {
        return new TimeLineQuery(client, selected(query), retention().minutesFromMillis(Instant.now()) / 1000);
    }

    /** The merged stacks of each value of a label; empty for instances without it. */
    public Map<String, StackTotals> stacksBy(StackQuery query, String groupBy) {
        SelectedRows selected = selected(query);
        Map<String, Object> parameters = new HashMap<>(selected.parameters());
        String label = "toString(instance)";
        if (!groupBy.equals("instance")) {
            parameters.put("label", groupBy);
            label = InstanceLabel.sql("{label:String}", "service = {service:String}");
        }
        boolean byVersion = groupBy.equals("version");
        SampleScope scope = new SampleScope(
                "stack_id, " + label + " AS label",
                selected.sql(),
                "stack_id, toString(version) AS label",
                byVersion ? selected.daySql() : "");
        Map<String, List<Total>> totals = new LinkedHashMap<>();
        client.query(
                "SELECT label, reinterpretAsInt64(bitShiftRight(stack_id, 64)), reinterpretAsInt64(stack_id),"
                        + " toInt64(sum(v)), toInt64(sum(n)) FROM ("
                        + SampleRows.sql(scope, selected.from(), selected.to())
                        + ") GROUP BY label, stack_id HAVING sum(n) > 0",
                parameters,
                row -> totals.computeIfAbsent(row.getString(1), value -> new ArrayList<>())
                        .add(new Total(new StackId(row.getLong(2), row.getLong(3)), row.getLong(4), row.getLong(5))));
        Map<StackId, List<FrameRow>> frames = frames(
                query.service(), totals.values().stream().flatMap(List::stream).toList());
        Map<String, StackTotals> groups = new LinkedHashMap<>();
        totals.forEach((value, ofValue) -> groups.put(value, new StackTotals(named(ofValue, frames), 0)));
        return groups;
    }

    /**
     * The stacks of a service by hour, over all of its versions and instances: from totals alone, however many instances it has. The consumer
     * is told them as they are read.
     *
     * @param fromHour the first hour, since the Unix epoch
     * @param hours how many
     */
    public void hourly(String service, String event, long fromHour, int hours, Consumer<HourlyStack> consumer) {
        new HourlyQuery(client, dictionary).read(service, event, fromHour, hours, consumer);
    }

    /**
     * Who runs a method, over all services: dearest first.
     *
     * @param label whose values are told apart
     */
    public List<MethodUse> search(
            FramePattern pattern, String event, String label, long fromMillis, long toMillis, int limit) {
        return new MethodSearch(client, dictionary)
                .uses(pattern, event, label, keptFrom(fromMillis, toMillis), toMillis, limit);
    }

    /** The books, by service, instance and event; an empty service or instance selects all. */
    public List<LedgerRow> ledger(String service, String instance, long fromMillis, long toMillis) {
        Instant now = Instant.now();
        return new LedgerQuery(client, retention().minutesFromMillis(now) / 1000, now)
                .rows(service, instance, SelectedRows.range(fromMillis, toMillis));
    }

    /** Whether the store answers. */
    public boolean ready() {
        return client.answers();
    }

    /** How large every table is on the server that was asked, and how much room is left. */
    public StoreSize size() {
        return StoreSize.of(client);
    }

    private SelectedRows selected(StackQuery query) {
        return SelectedRows.of(query, keptFrom(query.fromMillis(), query.toMillis()));
    }

    /** Where what is kept of a range begins: before that, rows vanish from one table before the other. */
    private long keptFrom(long fromMillis, long toMillis) {
        return Math.min(Math.max(fromMillis, retention().totalsFromMillis(Instant.now())), toMillis);
    }

    @Override
    public void close() {
        client.close();
    }
}
