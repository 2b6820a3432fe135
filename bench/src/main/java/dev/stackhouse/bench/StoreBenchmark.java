package dev.stackhouse.bench;

import dev.stackhouse.bench.fleet.SyntheticBatches;
import dev.stackhouse.bench.fleet.SyntheticFrame;
import dev.stackhouse.bench.fleet.SyntheticService;
import dev.stackhouse.proto.query.v1.GetFlameGraphRequest;
import dev.stackhouse.proto.query.v1.Selection;
import dev.stackhouse.query.server.QueryServer;
import dev.stackhouse.query.server.QueryServerConfig;
import dev.stackhouse.standalone.client.QueryClient;
import dev.stackhouse.storage.engine.EmbeddedClickHouse;
import dev.stackhouse.storage.read.ProfileReader;
import dev.stackhouse.storage.read.StackQuery;
import dev.stackhouse.storage.schema.Migrations;
import dev.stackhouse.storage.write.BlockEncoder;
import dev.stackhouse.storage.write.BlockWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Writes six hours of eight instances through the product's own writer and asks for the flame graphs of 5 minutes, 1 hour and
 * all of it.
 */
final class StoreBenchmark implements Benchmark {
    private static final int INSTANCES = 8;
    private static final int HOURS = 6;
    private static final int DISTINCT_STACKS = 3_000;
    private static final int SAMPLES_PER_BATCH = 900;
    private static final int REPETITIONS = 40;
    /** 2026-01-01T00:00:00Z would age out; the last whole hour before now does not. */
    private final long endMillis = System.currentTimeMillis() / 3_600_000 * 3_600_000;

    @Override
    public String name() {
        return "store";
    }

    @Override
    public String description() {
        return "rows/s through the writer, bytes per stored row, latency of flame graphs over 5 min, 1 h and 6 h";
    }

    @Override
    public Report run() throws Exception {
        Path data = Files.createTempDirectory("stackhouse-bench");
        try (EmbeddedClickHouse engine = EmbeddedClickHouse.start(data, 0, Duration.ofMinutes(5))) {
            Migrations.apply(engine.address());
            SyntheticService service = SyntheticService.grow("checkout", DISTINCT_STACKS);
            Report report = new Report(name());
            load(engine, service, report);
            StoreSql sql = new StoreSql(engine.address());
            double rows = sql.number("SELECT count() FROM samples");
            long diskBytes = 0;
            for (String table : List.of("samples", "stacks", "frames", "instances", "ledger")) {
                sql.run("OPTIMIZE TABLE " + table + " FINAL");
                long bytes = (long) sql.number("SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND table = '"
                        + table + "' AND database = currentDatabase()");
                diskBytes += bytes;
                report.add("bytes per row, " + table, bytes / rows);
            }
            report.add("bytes per row, all tables", diskBytes / rows);
            try (ProfileReader reader = new ProfileReader(engine.address(), Duration.ofMinutes(1));
                    QueryServer server = new QueryServer(QueryServerConfig.of(0, engine.address()))) {
                QueryClient client = new QueryClient("127.0.0.1:" + server.start());
                for (int minutes : new int[] {5, 60, HOURS * 60}) {
                    Quantiles stacks = latencies(
                            minutes,
                            (from, to) -> reader.stacks(new StackQuery("checkout", "cpu", List.of(), from, to)));
                    Quantiles graph =
                            latencies(minutes, (from, to) -> client.ask(stub -> stub.getFlameGraph(request(from, to))));
                    report.add("merged stacks of " + minutes + " min, p50 ms", stacks.at(0.5))
                            .add("merged stacks of " + minutes + " min, p95 ms", stacks.at(0.95))
                            .add("flame graph of " + minutes + " min over gRPC, p50 ms", graph.at(0.5))
                            .add("flame graph of " + minutes + " min over gRPC, p95 ms", graph.at(0.95));
                }
            }
            return report;
        } finally {
            TemporaryFiles.delete(data);
        }
    }

    private void load(EmbeddedClickHouse engine, SyntheticService service, Report report) {
        SyntheticBatches batches = new SyntheticBatches(service, SAMPLES_PER_BATCH);
        long startMillis = endMillis - HOURS * 3_600_000L;
        long rows = 0;
        long writeNanos = 0;
        try (BlockWriter writer = new BlockWriter(engine.address())) {
            BlockEncoder encoder = new BlockEncoder();
            writeDictionaries(service, encoder);
            for (long window = startMillis; window < endMillis; window += SyntheticBatches.WINDOW_MILLIS) {
                for (int instance = 0; instance < INSTANCES; instance++) {
                    String id = service.name() + "-" + instance;
                    encoder.instance(service.name(), id, Map.of("zone", "zone-" + instance % 3), window);
                    for (Map.Entry<Integer, Integer> sample :
                            batches.countByStack(instance, window).entrySet()) {
                        encoder.sample(
                                service.name(),
                                "cpu",
                                id,
                                window,
                                stackHigh(sample.getKey()),
                                stackLow(sample.getKey()),
                                sample.getValue() * 10_000_000L,
                                sample.getValue());
                        rows++;
                    }
                    encoder.ledger(service.name(), id, "cpu", window, window / 10_000, SAMPLES_PER_BATCH, Map.of());
                }
                if (encoder.bytes() > 4_000_000 || window + SyntheticBatches.WINDOW_MILLIS >= endMillis) {
                    long before = System.nanoTime();
                    writer.write(encoder.finish(UUID.randomUUID().toString()));
                    writeNanos += System.nanoTime() - before;
                }
            }
        }
        report.add("rows", rows).add("rows/s through the writer", rows / (writeNanos / 1e9));
    }

    private static void writeDictionaries(SyntheticService service, BlockEncoder encoder) {
        List<List<SyntheticFrame>> stacks = service.stacks();
        for (int i = 0; i < stacks.size(); i++) {
            List<Long> frameIds = new ArrayList<>();
            for (SyntheticFrame frame : stacks.get(i)) {
                long id = mix(frame.hashCode());
                frameIds.add(id);
                encoder.frame(id, frame.className(), frame.methodName(), frame.line(), 2);
            }
            encoder.stack(
                    service.name(),
                    stackHigh(i),
                    stackLow(i),
                    frameIds.stream().mapToLong(Long::longValue).toArray());
        }
    }

    private static GetFlameGraphRequest request(long fromMillis, long toMillis) {
        return GetFlameGraphRequest.newBuilder()
                .setSelection(Selection.newBuilder()
                        .setService("checkout")
                        .setEvent("cpu")
                        .setFromUnixMillis(fromMillis)
                        .setToUnixMillis(toMillis))
                .build();
    }

    private interface Question {
        void ask(long fromMillis, long toMillis);
    }

    private Quantiles latencies(int minutes, Question question) {
        double[] millis = new double[REPETITIONS];
        for (int i = -5; i < REPETITIONS; i++) {
            // A different range each time, so that no answer can come from a cache.
            long to = endMillis - Math.min(i + 5, HOURS * 60 - minutes) * 10_000L;
            long before = System.nanoTime();
            question.ask(to - minutes * 60_000L, to);
            if (i >= 0) {
                millis[i] = (System.nanoTime() - before) / 1e6;
            }
        }
        return Quantiles.of(millis);
    }

    private static long stackHigh(int stack) {
        return mix(stack);
    }

    private static long stackLow(int stack) {
        return mix(stack + 1_000_000L);
    }

    /** SplitMix64's finalizer (Steele, Lea and Flood 2014): identities that look as random as hashes do. */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
