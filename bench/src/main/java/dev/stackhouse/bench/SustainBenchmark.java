package dev.stackhouse.bench;

import dev.stackhouse.bench.fleet.FleetService;
import dev.stackhouse.bench.fleet.FleetWriter;
import dev.stackhouse.storage.engine.EmbeddedClickHouse;
import dev.stackhouse.storage.schema.Migrations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Writes windows of eight instances one after the other as fast as the store takes them, for as many minutes as
 * STACKHOUSE_BENCH_MINUTES says (5): the rate of the first and of the last fifth, and the number of parts, which merges have to
 * keep down. The rows are made up in the same process; the rate includes that.
 */
final class SustainBenchmark implements Benchmark {
    private static final long STEP_MILLIS = 300_000;
    private static final int FIFTHS = 5;

    @Override
    public String name() {
        return "sustain";
    }

    @Override
    public String description() {
        return "rows/s through the writer over minutes, and whether merges keep up with it";
    }

    @Override
    public Report run() throws Exception {
        Duration length =
                Duration.ofMinutes(Long.parseLong(System.getenv().getOrDefault("STACKHOUSE_BENCH_MINUTES", "5")));
        Path data = Files.createTempDirectory("stackhouse-bench");
        try (EmbeddedClickHouse engine = EmbeddedClickHouse.start(data, 0, Duration.ofMinutes(5));
                FleetWriter writer = new FleetWriter(engine.address(), 24 * StoreBenchmark.HOUR_MILLIS)) {
            Migrations.apply(engine.address());
            StoreSql sql = new StoreSql(engine.address());
            FleetService service = StoreBenchmark.checkout();
            Report report = new Report(name());
            long window = System.currentTimeMillis() / StoreBenchmark.HOUR_MILLIS * StoreBenchmark.HOUR_MILLIS
                    - 6 * 24 * StoreBenchmark.HOUR_MILLIS;
            double mostParts = 0;
            for (int fifth = 0; fifth < FIFTHS; fifth++) {
                long rowsBefore = writer.rows();
                long writeNanosBefore = writer.writeNanos();
                long begin = System.nanoTime();
                long end = begin + length.toNanos() / FIFTHS;
                while (System.nanoTime() - end < 0) {
                    writer.write(
                            service,
                            StoreBenchmark.INSTANCES,
                            window,
                            window + STEP_MILLIS,
                            StoreBenchmark.WINDOW_MILLIS);
                    window += STEP_MILLIS;
                    mostParts = Math.max(
                            mostParts,
                            sql.number(
                                    "SELECT max(parts) FROM (SELECT count() AS parts FROM system.parts WHERE active AND"
                                            + " database = currentDatabase() GROUP BY table, partition)"));
                }
                long rows = writer.rows() - rowsBefore;
                report.add("fifth " + (fifth + 1) + ": rows/s", rows / ((System.nanoTime() - begin) / 1e9))
                        .add(
                                "fifth " + (fifth + 1) + ": rows/s while writing",
                                rows / ((writer.writeNanos() - writeNanosBefore) / 1e9))
                        .add("fifth " + (fifth + 1) + ": greatest number of parts of a partition", (long) mostParts);
            }
            return report.add("minutes", length.toMinutes()).add("rows", writer.rows());
        } finally {
            TemporaryFiles.delete(data);
        }
    }
}
