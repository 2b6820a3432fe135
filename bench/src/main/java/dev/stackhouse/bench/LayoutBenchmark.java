package dev.stackhouse.bench;

import dev.stackhouse.bench.fleet.FleetWriter;
import dev.stackhouse.storage.engine.EmbeddedClickHouse;
import dev.stackhouse.storage.schema.Migrations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The same samples in other layouts than the product's: bytes a row, and how long the engine takes to merge five minutes and an
 * hour of a service's stacks. Dictionaries, labels and roll-ups come on top of each in the same way, but for the stacks, which
 * are compared on their own.
 */
final class LayoutBenchmark implements Benchmark {
    private static final int HOURS = 4;
    private static final int REPETITIONS = 30;
    private static final String KEYS = "service LowCardinality(String), event LowCardinality(String), ";
    private static final String INSTANCE = "instance LowCardinality(String), ";
    private static final String CODED = "value UInt64 CODEC(T64, ZSTD(1)), samples UInt32 CODEC(T64, ZSTD(1))";

    /**
     * A way to lay samples out.
     *
     * @param merge SELECT of a service's stacks with their values, with places for the beginning and the end
     */
    private record Layout(String name, String table, String columns, String order, String fill, String merge) {
        static Layout rows(String name, String table, String stack, String bucket, String order) {
            return new Layout(
                    name,
                    table,
                    KEYS + bucket + "stack_id " + stack + ", " + INSTANCE
                            + "window_start DateTime('UTC') CODEC(Delta, ZSTD(1)), " + CODED,
                    order,
                    "SELECT service, event, " + (bucket.isEmpty() ? "" : bucketOf(bucket) + ", ")
                            + (stack.contains("128") ? "stack_id" : "toUInt64(stack_id)")
                            + ", instance, window_start, value, samples FROM flat",
                    "SELECT stack_id, sum(value), sum(samples) FROM " + table
                            + " WHERE service = 'checkout' AND event = 'cpu'"
                            + " AND window_start >= %1$d AND window_start < %2$d"
                            + (bucket.isEmpty()
                                    ? ""
                                    : " AND bucket >= toStartOfInterval(toDateTime(%1$d, 'UTC'), " + interval(bucket)
                                            + ")" + " AND bucket < %2$d")
                            + " GROUP BY stack_id");
        }

        private static String interval(String bucket) {
            return bucket.contains("hour") ? "INTERVAL 60 MINUTE" : "INTERVAL 10 MINUTE";
        }

        private static String bucketOf(String bucket) {
            return "toStartOfInterval(window_start, " + interval(bucket) + ")";
        }
    }

    private static Layout arrays(String name, String table, String stack, int minutes) {
        String slot = "intDiv(toUInt32(window_start) % " + minutes * 60 + ", 10)";
        String type = minutes * 6 > 256 ? "UInt16" : "UInt8";
        String bucket = "toStartOfInterval(%s, INTERVAL " + minutes + " MINUTE)";
        String isIn = "bucket + slot * 10 >= %1$d AND bucket + slot * 10 < %2$d";
        return new Layout(
                name,
                table,
                KEYS + "bucket DateTime('UTC'), stack_id " + stack + ", " + INSTANCE
                        + "unit UInt64 CODEC(ZSTD(1)), samples UInt64 CODEC(T64, ZSTD(1)), value UInt64 CODEC(ZSTD(1)), slots Array("
                        + type + ") CODEC(Delta, ZSTD(1)), slot_samples Array(UInt32) CODEC(T64, ZSTD(1)),"
                        + " slot_values Array(UInt64) CODEC(T64, ZSTD(1))",
                "service, event, bucket, stack_id, instance, unit",
                "SELECT service, event, " + bucket.formatted("window_start") + " AS bucket, "
                        + (stack.equals("UInt64") ? "toUInt64(stack_id)" : "stack_id")
                        + ", instance, flat.unit, sum(flat.samples), sum(flat.value), groupArray(to" + type + "(" + slot
                        + ")), groupArray(flat.samples), if(flat.unit > 0, [], groupArray(flat.value)) FROM (SELECT *, if(event IN"
                        + " ('cpu', 'wall') OR value = samples * 524288, intDiv(value, samples), 0) AS unit FROM flat"
                        + " ORDER BY window_start) AS flat GROUP BY service, event, bucket, stack_id, instance, flat.unit",
                "SELECT stack_id, sum(v), sum(n) FROM (SELECT stack_id, if(unit > 0, unit * n, arraySum((sum, slot) -> if("
                        + isIn
                        + ", sum, 0), arrayResize(slot_values, length(slots)), slots)) AS v, arraySum((count, slot) -> if("
                        + isIn
                        + ", count, 0), slot_samples, slots) AS n FROM " + table
                        + " WHERE service = 'checkout' AND event = 'cpu' AND bucket >= "
                        + bucket.formatted("toDateTime(%1$d, 'UTC')")
                        + " AND bucket < %2$d) GROUP BY stack_id HAVING sum(n) > 0");
    }

    private static final List<Layout> LAYOUTS = List.of(
            Layout.rows("rows by time", "by_time", "UInt128", "", "service, event, window_start, instance, stack_id"),
            Layout.rows(
                    "rows by time, LowCardinality stack",
                    "by_time_low",
                    "LowCardinality(UInt64)",
                    "",
                    "service, event, window_start, instance, stack_id"),
            Layout.rows(
                    "rows by stack in 10 min",
                    "by_stack_10",
                    "UInt128",
                    "bucket DateTime('UTC'), ",
                    "service, event, bucket, stack_id, instance, window_start"),
            Layout.rows(
                    "rows by stack in the hour",
                    "by_stack_hour",
                    "UInt128",
                    "bucket DateTime('UTC') COMMENT 'hour', ",
                    "service, event, bucket, stack_id, instance, window_start"),
            new Layout(
                    "a row per window and instance",
                    "per_window",
                    KEYS + INSTANCE
                            + "window_start DateTime('UTC'), stack_ids Array(LowCardinality(UInt64)), sums Array(UInt64) CODEC(T64,"
                            + " ZSTD(1)), counts Array(UInt32) CODEC(T64, ZSTD(1))",
                    "service, event, window_start, instance",
                    "SELECT service, event, instance, window_start, groupArray(toUInt64(stack_id)), groupArray(value),"
                            + " groupArray(samples) FROM (SELECT * FROM flat ORDER BY stack_id) GROUP BY service, event, instance, window_start",
                    "SELECT stack_id, sum(value), sum(count) FROM per_window ARRAY JOIN stack_ids AS stack_id, sums AS value, counts AS"
                            + " count WHERE service = 'checkout' AND event = 'cpu' AND window_start >= %1$d AND window_start < %2$d GROUP BY stack_id"),
            arrays("arrays by stack in 10 min", "arrays_10", "UInt128", 10),
            arrays("arrays by stack in 15 min", "arrays_15", "UInt128", 15),
            arrays("arrays by stack in 30 min, 64-bit stack", "arrays_30_64", "UInt64", 30),
            arrays("arrays by stack in 30 min (ours)", "arrays_30", "UInt128", 30),
            arrays("arrays by stack in the hour", "arrays_60", "UInt128", 60));

    @Override
    public String name() {
        return "layouts";
    }

    @Override
    public String description() {
        return "bytes a row and time to merge the stacks of 5 min and 1 h, in ten layouts of the same samples";
    }

    @Override
    public Report run() throws Exception {
        Path data = Files.createTempDirectory("stackhouse-bench");
        try (EmbeddedClickHouse engine = EmbeddedClickHouse.start(data, 0, Duration.ofMinutes(5))) {
            Migrations.apply(engine.address());
            StoreSql sql = new StoreSql(engine.address());
            long end = System.currentTimeMillis() / StoreBenchmark.HOUR_MILLIS * StoreBenchmark.HOUR_MILLIS;
            try (FleetWriter writer = new FleetWriter(engine.address(), 24 * StoreBenchmark.HOUR_MILLIS)) {
                writer.write(
                        StoreBenchmark.checkout(),
                        StoreBenchmark.INSTANCES,
                        end - HOURS * StoreBenchmark.HOUR_MILLIS,
                        end,
                        StoreBenchmark.WINDOW_MILLIS);
            }
            sql.run(
                    "CREATE TABLE flat ENGINE = MergeTree ORDER BY window_start AS SELECT service, event, stack_id, instance,"
                            + " window_start, value, toUInt32(samples) AS samples FROM stack_windows");
            Report report = new Report(name());
            double rows = sql.number("SELECT count() FROM flat");
            report.add("rows", (long) rows);
            for (Layout layout : LAYOUTS) {
                sql.run("CREATE TABLE " + layout.table + " (" + layout.columns + ") ENGINE = MergeTree ORDER BY ("
                        + layout.order + ") SETTINGS index_granularity = 4096");
                sql.run("INSERT INTO " + layout.table + " " + layout.fill);
                sql.run("OPTIMIZE TABLE " + layout.table + " FINAL");
                report.add(layout.name + ": bytes per row", bytes(sql, layout.table) / rows)
                        .add(layout.name + ": 5 min, p50 ms", latency(sql, layout, end / 1000 - 2_000, 300))
                        .add(layout.name + ": 1 h, p50 ms", latency(sql, layout, end / 1000 - 2_000, 3_600));
                sql.run("DROP TABLE " + layout.table + " SYNC");
            }
            dictionaries(sql, report);
            return report;
        } finally {
            TemporaryFiles.delete(data);
        }
    }

    /** Stacks by identity, by content, and as a tree of nodes that know their parent. */
    private static void dictionaries(StoreSql sql, Report report) throws Exception {
        double stacks = sql.number("SELECT uniqExact(stack_id) FROM stacks");
        sql.run("OPTIMIZE TABLE stacks FINAL");
        sql.run(
                "CREATE TABLE stacks_by_id (service LowCardinality(String), stack_id UInt128, frame_ids Array(UInt64) CODEC(ZSTD(3)))"
                        + " ENGINE = MergeTree ORDER BY (service, stack_id)");
        sql.run("INSERT INTO stacks_by_id SELECT service, stack_id, frame_ids FROM stacks");
        sql.run("OPTIMIZE TABLE stacks_by_id FINAL");
        sql.run(
                "CREATE TABLE nodes (service LowCardinality(String), node_id UInt128, parent_id UInt128 CODEC(ZSTD(3)), frame_id UInt64"
                        + " CODEC(ZSTD(3))) ENGINE = MergeTree ORDER BY (service, node_id)");
        sql.run(
                "INSERT INTO nodes SELECT DISTINCT service, reinterpretAsUInt128(sipHash128(arraySlice(frame_ids, 1, depth))),"
                        + " if(depth = 1, 0, reinterpretAsUInt128(sipHash128(arraySlice(frame_ids, 1, depth - 1)))), frame_ids[depth] FROM stacks"
                        + " ARRAY JOIN arrayEnumerate(frame_ids) AS depth");
        sql.run("OPTIMIZE TABLE nodes FINAL");
        report.add("distinct stacks", (long) stacks)
                .add("stacks sorted by content (ours): bytes per stack", bytes(sql, "stacks") / stacks)
                .add("stacks sorted by identity: bytes per stack", bytes(sql, "stacks_by_id") / stacks)
                .add("stacks as nodes with parents: bytes per stack", bytes(sql, "nodes") / stacks);
    }

    private static double bytes(StoreSql sql, String table) throws Exception {
        return sql.number("SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND table = '" + table
                + "' AND database = currentDatabase()");
    }

    /** Every time another range, so that no answer comes from a cache. */
    private static double latency(StoreSql sql, Layout layout, long to, int seconds) throws Exception {
        double[] millis = new double[REPETITIONS];
        for (int i = -10; i < REPETITIONS; i++) {
            long end = to - (i + 10) * 10L;
            long before = System.nanoTime();
            sql.run(layout.merge.formatted(end - seconds, end) + " FORMAT RowBinary");
            if (i >= 0) {
                millis[i] = (System.nanoTime() - before) / 1e6;
            }
        }
        return Quantiles.of(millis).at(0.5);
    }
}
