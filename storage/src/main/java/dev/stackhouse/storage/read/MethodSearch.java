package dev.stackhouse.storage.read;

import dev.stackhouse.storage.client.StoreClient;
import dev.stackhouse.storage.read.StackTotals.FrameRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Finds who runs a method, over all services. */
record MethodSearch(StoreClient client, StackDictionary dictionary) {
    /** Interpreted, compiled, inlined and C1-compiled frames are one kind. */
    private static final String KIND = "if(type IN (1, 2, 3, 7), 2, type)";

    /**
     * Each stack that has a matching method, once for each such method: where its outermost occurrence ends, and whether it is
     * the leaf.
     */
    private static final String HITS = "SELECT service, stack_id, class_name, method_name, kind, min(depth) AS depth,"
            + " max(is_leaf) AS is_leaf, any(frame_ids) AS frame_ids FROM (SELECT service, stack_id, frame_ids, frame_id, depth,"
            + " depth = length(frame_ids) AS is_leaf FROM stacks ARRAY JOIN frame_ids AS frame_id,"
            + " arrayEnumerate(frame_ids) AS depth WHERE frame_id IN (SELECT frame_id FROM matching)) AS hit"
            + " INNER JOIN matching USING (frame_id) GROUP BY service, stack_id, class_name, method_name, kind";

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Found(MethodUse use, long[] path) {}

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
                "WITH matching AS (SELECT frame_id, any(class_name) AS class_name, any(method_name) AS method_name,"
                        + " any(" + KIND + ") AS kind FROM (SELECT * FROM frames WHERE "
                        + pattern.sql("pattern") + ") AS frame GROUP BY frame_id),"
                        + " hits AS (" + HITS + "),"
                        + " totals AS (SELECT service, label, stack_id, sum(v) AS value, sum(n) AS samples FROM ("
                        + samples
                        + ") GROUP BY service, label, stack_id HAVING samples > 0),"
                        + " paths AS (SELECT service, label, class_name, method_name, kind,"
                        + " cityHash64(arraySlice(frame_ids, 1, depth)) AS path_hash,"
                        + " any(arraySlice(frame_ids, 1, depth)) AS path, sum(value) AS total, sumIf(value, is_leaf) AS self,"
                        + " sum(samples) AS samples FROM totals INNER JOIN hits USING (service, stack_id)"
                        + " GROUP BY service, label, class_name, method_name, kind, path_hash)"
                        + " SELECT toString(service), toString(label), class_name, method_name, toInt32(kind),"
                        + " toInt64(sum(self)), toInt64(sum(total)) AS whole, toInt64(sum(samples)),"
                        + " arrayMap(f -> reinterpretAsInt64(f), argMax(path, total)), toInt64(max(total)) FROM paths"
                        + " GROUP BY service, label, class_name, method_name, kind"
                        + " ORDER BY whole DESC, service, label, class_name, method_name LIMIT {limit:Int32}",
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
                                row.getLong(10)),
                        row.getLongArray(9))));
        return named(found);
    }

    /** By version the days can tell; by any other label only the instances. */
    private static SampleScope scope(String label) {
        String condition = "event = {event:String} AND (service, stack_id) IN (SELECT service, stack_id FROM hits)";
        if (label.equals("instance")) {
            return SampleScope.ofInstances("service, stack_id, toString(instance) AS label", condition);
        }
        String value = InstanceLabel.sql(label.equals("version") ? "'version'" : "{label:String}", "1") + " AS label";
        return label.equals("version")
                ? new SampleScope(
                        "service, stack_id, " + value,
                        condition,
                        "service, stack_id, toString(version) AS label",
                        condition)
                : SampleScope.ofInstances("service, stack_id, " + value, condition);
    }

    private List<MethodUse> named(List<Found> found) {
        Map<Long, FrameRow> frames =
                dictionary.frames(found.stream().map(Found::path).toList());
        List<MethodUse> uses = new ArrayList<>();
        for (Found one : found) {
            List<FrameRow> path = new ArrayList<>();
            for (long frame : one.path) {
                path.add(Objects.requireNonNullElse(frames.get(frame), StackDictionary.UNKNOWN_FRAME));
            }
            MethodUse use = one.use;
            uses.add(new MethodUse(
                    use.service(),
                    use.labelValue(),
                    use.className(),
                    use.methodName(),
                    use.type(),
                    use.self(),
                    use.total(),
                    use.samples(),
                    List.copyOf(path),
                    use.heaviestPathValue()));
        }
        return uses;
    }
}
