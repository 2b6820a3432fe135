package dev.stackhouse.storage.read;

import dev.stackhouse.storage.client.StoreClient;
import dev.stackhouse.storage.read.StackTotals.FrameRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Finds who runs a method, over all services. */
record MethodSearch(StoreClient client, StackDictionary dictionary) {
    /** Interpreted, compiled, inlined and C1-compiled frames are one kind. */
    private static final String KIND = "if(type IN (1, 2, 3, 7), 2, type)";

    /** The methods that match, numbered from 1, and the number of each of their frames; names of threads (8) are none. */
    private static final String METHODS = "(SELECT groupArray((class_name, method_name, kind, frame_ids)) FROM"
            + " (SELECT class_name, method_name, " + KIND
            + " AS kind, groupUniqArray(frame_id) AS frame_ids FROM frames"
            + " WHERE type != 8 AND %s GROUP BY class_name, method_name, kind)) AS methods, arrayFlatten(methods.4) AS matching,"
            + " arrayFlatten(arrayMap((ids, i) -> arrayMap(id -> i, ids), methods.4, arrayEnumerate(methods.4))) AS numbers";

    /**
     * Each stack that has a matching method, once for each such method: where its outermost occurrence ends, and whether it is
     * the leaf. A scalar, because the engine evaluates a scalar once and anything else again wherever it is used.
     */
    private static final String HITS = "(SELECT groupArray((service, stack_id, method, path_hash, depth, is_leaf)) FROM"
            + " (SELECT service, stack_id, transform(frame_id, matching, numbers, 0) AS method, min(d) AS depth,"
            + " argMin(hash, d) AS path_hash, max(leaf) AS is_leaf FROM"
            + " (SELECT service, stack_id, frame_id, d, d = length(frame_ids) AS leaf,"
            + " cityHash64(arraySlice(frame_ids, 1, d)) AS hash"
            + " FROM (SELECT service, stack_id, frame_ids FROM stacks WHERE hasAny(frame_ids, matching))"
            + " ARRAY JOIN frame_ids AS frame_id, arrayEnumerate(frame_ids) AS d"
            + " WHERE frame_id IN (SELECT arrayJoin(matching))) GROUP BY service, stack_id, method)) AS hits";

    private static final String NAMED_HITS = "SELECT arrayJoin(hits) AS hit, hit.1 AS service, hit.2 AS stack_id,"
            + " hit.3 AS method, hit.4 AS path_hash, hit.5 AS depth, hit.6 AS is_leaf";

    /** A method in a service, and which stack has its heaviest path. */
    private record Found(MethodUse use, StackId stack, int depth) {}

    List<MethodUse> uses(FramePattern pattern, String event, String label, long fromMillis, long toMillis, int limit) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("event", event);
        parameters.put("pattern", pattern.text());
        parameters.put("limit", limit);
        if (!label.equals("version") && !label.equals("instance")) {
            parameters.put("label", label);
        }
        String samples = SampleRows.sql(scope(label), Math.floorDiv(fromMillis, 1000L), Math.floorDiv(toMillis, 1000L));
        List<Found> found = new ArrayList<>();
        client.query(
                "WITH " + METHODS.formatted(pattern.sql("pattern")) + ", " + HITS
                        + ", paths AS (SELECT service, label, method, path_hash, any((stack_id, depth)) AS path,"
                        + " sum(v) AS total, sumIf(v, is_leaf) AS self, sum(n) AS samples FROM ("
                        + samples
                        + ") AS piece INNER JOIN (" + NAMED_HITS + ") AS hit USING (service, stack_id)"
                        + " GROUP BY service, label, method, path_hash),"
                        + " uses AS (SELECT toString(service) AS service_name, toString(label) AS label_value, method,"
                        + " sum(self) AS self, sum(total) AS whole, sum(samples) AS taken,"
                        + " argMax(path, total) AS heaviest, max(total) AS heaviest_value FROM paths"
                        + " GROUP BY service, label, method HAVING taken > 0)"
                        + " SELECT service_name, label_value, methods[method].1 AS class, methods[method].2 AS name,"
                        + " toInt32(methods[method].3), toInt64(self), toInt64(whole), toInt64(taken),"
                        + " reinterpretAsInt64(bitShiftRight(heaviest.1, 64)), reinterpretAsInt64(heaviest.1),"
                        + " toInt32(heaviest.2), toInt64(heaviest_value) FROM uses"
                        + " ORDER BY whole DESC, service_name, label_value, class, name LIMIT {limit:Int32}",
                parameters,
                row -> found.add(new Found(
                        new MethodUse(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getInteger(5),
                                row.getLong(6),
                                row.getLong(7),
                                row.getLong(8),
                                List.of(),
                                row.getLong(12)),
                        new StackId(row.getLong(9), row.getLong(10)),
                        row.getInteger(11))));
        return named(found);
    }

    /** By version the days can tell; by any other label only the instances. */
    private static SampleScope scope(String label) {
        String condition = "event = {event:String} AND stack_id IN (SELECT arrayJoin(hits.2))";
        if (label.equals("instance")) {
            return SampleScope.ofInstances("service, stack_id, toString(instance) AS label", condition);
        }
        String value = InstanceLabel.sql(label.equals("version") ? "'version'" : "{label:String}", "1") + " AS label";
        return label.equals("version")
                ? new SampleScope(
                        "service, stack_id, " + value, condition, "service, stack_id, version AS label", condition)
                : SampleScope.ofInstances("service, stack_id, " + value, condition);
    }

    private List<MethodUse> named(List<Found> found) {
        Map<String, Set<StackId>> stacksByService = new HashMap<>();
        for (Found one : found) {
            stacksByService
                    .computeIfAbsent(one.use.service(), service -> new HashSet<>())
                    .add(one.stack);
        }
        Map<String, Map<StackId, List<FrameRow>>> framesByService = new HashMap<>();
        stacksByService.forEach((service, stacks) -> framesByService.put(service, dictionary.stacks(service, stacks)));
        List<MethodUse> uses = new ArrayList<>();
        for (Found one : found) {
            MethodUse use = one.use;
            List<FrameRow> stack = Objects.requireNonNull(
                    Objects.requireNonNull(framesByService.get(use.service())).get(one.stack));
            uses.add(new MethodUse(
                    use.service(),
                    use.labelValue(),
                    use.className(),
                    use.methodName(),
                    use.type(),
                    use.self(),
                    use.total(),
                    use.samples(),
                    List.copyOf(stack.subList(0, Math.min(one.depth, stack.size()))),
                    use.heaviestPathValue()));
        }
        return uses;
    }
}
