package dev.stackhouse.bench;

import dev.stackhouse.bench.fleet.FleetService;
import dev.stackhouse.bench.fleet.FleetWriter;
import dev.stackhouse.bench.fleet.RecordedService;
import dev.stackhouse.bench.fleet.SimulatedService;
import dev.stackhouse.bench.fleet.SyntheticService;
import dev.stackhouse.storage.engine.EmbeddedClickHouse;
import dev.stackhouse.storage.schema.Migrations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a day of a service and an hour of a recorded one cost to keep, table by table, and how fast the product's own writer takes
 * them.
 */
final class StoreBenchmark implements Benchmark {
    static final List<String> TABLES = List.of(
            "samples",
            "service_days",
            "service_half_hours",
            "windows",
            "instance_half_hours",
            "stacks",
            "frames",
            "instances",
            "ledger");
    static final int INSTANCES = 8;
    static final int DISTINCT_STACKS = 3_000;
    static final int SAMPLES_A_WINDOW = 900;
    /** 800 new stacks of a service a day. */
    static final double RARE_SHARE = 1e-5;

    static final long HOUR_MILLIS = 3_600_000;
    static final long WINDOW_MILLIS = 10_000;

    static FleetService checkout() {
        return new SimulatedService(SyntheticService.grow("checkout", DISTINCT_STACKS), SAMPLES_A_WINDOW, RARE_SHARE);
    }

    @Override
    public String name() {
        return "store";
    }

    @Override
    public String description() {
        return "rows/s through the writer and bytes per stored row of a day of eight instances, and of recorded ones";
    }

    @Override
    public Report run() throws Exception {
        Path data = Files.createTempDirectory("stackhouse-bench");
        try (EmbeddedClickHouse engine = EmbeddedClickHouse.start(data, 0, Duration.ofMinutes(5))) {
            Migrations.apply(engine.address());
            Report report = new Report(name());
            StoreSql sql = new StoreSql(engine.address());
            long end = System.currentTimeMillis() / HOUR_MILLIS * HOUR_MILLIS;
            try (FleetWriter writer = new FleetWriter(engine.address(), 8 * HOUR_MILLIS)) {
                writer.write(checkout(), INSTANCES, end - 24 * HOUR_MILLIS, end, WINDOW_MILLIS);
                report.add("rows of a simulated day", writer.rows())
                        .add("rows/s through the writer", writer.rows() / (writer.writeNanos() / 1e9));
                double bytes = reportBytes(sql, report, "simulated", writer.rows());
                report.add("simulated: MB per JVM and day", bytes / INSTANCES / 1e6);
            }
            for (String table : TABLES) {
                sql.run("TRUNCATE TABLE " + table);
            }
            try (FleetWriter writer = new FleetWriter(engine.address(), 8 * HOUR_MILLIS)) {
                writer.write(new RecordedService("shop"), INSTANCES, end - 24 * HOUR_MILLIS, end, WINDOW_MILLIS);
                report.add("rows of a recorded day", writer.rows());
                double bytes = reportBytes(sql, report, "recorded", writer.rows());
                report.add("recorded: MB per JVM and day", bytes / INSTANCES / 1e6);
            }
            return report;
        } finally {
            TemporaryFiles.delete(data);
        }
    }

    private static double reportBytes(StoreSql sql, Report report, String data, long rows) throws Exception {
        double all = 0;
        for (String table : TABLES) {
            sql.run("OPTIMIZE TABLE " + table + " FINAL");
            double bytes = sql.number("SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND table = '" + table
                    + "' AND database = currentDatabase()");
            all += bytes;
            report.add(data + ": bytes per row, " + table, bytes / rows);
        }
        report.add(data + ": bytes per row, all tables", all / rows);
        return all;
    }
}
