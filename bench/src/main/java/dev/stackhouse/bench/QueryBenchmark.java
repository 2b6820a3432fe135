package dev.stackhouse.bench;

import dev.stackhouse.bench.fleet.FleetService;
import dev.stackhouse.bench.fleet.FleetWriter;
import dev.stackhouse.bench.fleet.SimulatedService;
import dev.stackhouse.bench.fleet.SyntheticService;
import dev.stackhouse.proto.query.v1.GetFlameGraphRequest;
import dev.stackhouse.proto.query.v1.GetTimeLineRequest;
import dev.stackhouse.proto.query.v1.GetTopMethodsRequest;
import dev.stackhouse.proto.query.v1.SearchMethodsRequest;
import dev.stackhouse.proto.query.v1.Selection;
import dev.stackhouse.query.server.QueryServer;
import dev.stackhouse.query.server.QueryServerConfig;
import dev.stackhouse.standalone.client.QueryClient;
import dev.stackhouse.storage.engine.EmbeddedClickHouse;
import dev.stackhouse.storage.schema.Migrations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Latency of the query API over gRPC on thirty days of a service with eight instances, the last of them in windows of 10 s and
 * the others in half hours, beside a fleet of other services; and the same totals from a table of plain rows sorted by time.
 */
final class QueryBenchmark implements Benchmark {
    private static final int OTHER_SERVICES = 49;
    private static final int REPETITIONS = 60;
    private static final int WARM_UP = 15;
    private static final long DAY_MILLIS = 24 * StoreBenchmark.HOUR_MILLIS;
    private static final long HALF_HOUR_MILLIS = StoreBenchmark.HOUR_MILLIS / 2;

    private final long endMillis = System.currentTimeMillis() / StoreBenchmark.HOUR_MILLIS * StoreBenchmark.HOUR_MILLIS;

    @Override
    public String name() {
        return "query";
    }

    @Override
    public String description() {
        return "latency of flame graphs, methods and time lines over 5 min to 30 d, beside plain rows sorted by time";
    }

    @Override
    public Report run() throws Exception {
        Path data = Files.createTempDirectory("stackhouse-bench");
        try (EmbeddedClickHouse engine = EmbeddedClickHouse.start(data, 0, Duration.ofMinutes(5))) {
            Migrations.apply(engine.address());
            Report report = new Report(name());
            load(engine, report);
            StoreSql sql = new StoreSql(engine.address());
            for (String table : StoreBenchmark.TABLES) {
                sql.run("OPTIMIZE TABLE " + table + " FINAL");
            }
            NaiveTable naive = NaiveTable.fill(sql, endMillis - 24 * StoreBenchmark.HOUR_MILLIS, endMillis);
            try (QueryServer server = new QueryServer(QueryServerConfig.of(0, engine.address()))) {
                QueryClient client = new QueryClient("127.0.0.1:" + server.start());
                for (Span span : Span.values()) {
                    measure(
                            report,
                            "flame graph, " + span.text,
                            span,
                            selection -> client.ask(stub -> stub.getFlameGraph(GetFlameGraphRequest.newBuilder()
                                    .setSelection(selection)
                                    .build())));
                    measure(
                            report,
                            "top 50, " + span.text,
                            span,
                            selection -> client.ask(stub -> stub.getTopMethods(GetTopMethodsRequest.newBuilder()
                                    .setSelection(selection)
                                    .build())));
                    measure(
                            report,
                            "time line, " + span.text,
                            span,
                            selection -> client.ask(stub -> stub.getTimeLine(GetTimeLineRequest.newBuilder()
                                    .setSelection(selection)
                                    .build())));
                    if (span == Span.DAY) {
                        searches(report, client, span);
                    }
                    if (span.millis < DAY_MILLIS) {
                        measure(
                                report,
                                "flame graph of one zone, " + span.text,
                                span,
                                selection -> client.ask(stub -> stub.getFlameGraph(GetFlameGraphRequest.newBuilder()
                                        .setSelection(selection.toBuilder().setSelector("zone=\"zone-1\""))
                                        .build())));
                    }
                    if (span.millis <= DAY_MILLIS) {
                        measure(
                                report,
                                "merged stacks from plain rows by time, " + span.text,
                                span,
                                selection -> naive.merge(selection.getFromUnixMillis(), selection.getToUnixMillis()));
                    }
                }
            }
            return report;
        } finally {
            TemporaryFiles.delete(data);
        }
    }

    /** Over the whole fleet: a method that one service has, and one that a fifth of all stacks have. */
    private void searches(Report report, QueryClient client, Span span) {
        for (String method :
                List.of("com.example.checkout.store.OrderService.validateOffer", "java.util.HashMap.getNode")) {
            measure(
                    report,
                    "search for " + method + ", " + span.text,
                    span,
                    selection -> client.ask(stub -> stub.searchMethods(SearchMethodsRequest.newBuilder()
                            .setPattern(method)
                            .setFromUnixMillis(selection.getFromUnixMillis())
                            .setToUnixMillis(selection.getToUnixMillis())
                            .build())));
        }
    }

    private enum Span {
        FIVE_MINUTES("5 min", 300_000),
        HOUR("1 h", StoreBenchmark.HOUR_MILLIS),
        DAY("24 h", DAY_MILLIS),
        MONTH("30 d", 30 * DAY_MILLIS);

        private final String text;
        private final long millis;

        Span(String text, long millis) {
            this.text = text;
            this.millis = millis;
        }
    }

    private void load(EmbeddedClickHouse engine, Report report) {
        long lastDay = endMillis - DAY_MILLIS - StoreBenchmark.HOUR_MILLIS;
        long beginning = lastDay / DAY_MILLIS * DAY_MILLIS - 31 * DAY_MILLIS;
        long before = System.nanoTime();
        try (FleetWriter writer = new FleetWriter(engine.address(), 8 * StoreBenchmark.HOUR_MILLIS)) {
            FleetService checkout = StoreBenchmark.checkout();
            writer.write(checkout, StoreBenchmark.INSTANCES, beginning, lastDay, HALF_HOUR_MILLIS);
            writer.write(checkout, StoreBenchmark.INSTANCES, lastDay, endMillis, StoreBenchmark.WINDOW_MILLIS);
            for (int i = 0; i < OTHER_SERVICES; i++) {
                FleetService other = new SimulatedService(
                        SyntheticService.grow("service-" + i, StoreBenchmark.DISTINCT_STACKS),
                        StoreBenchmark.SAMPLES_A_WINDOW,
                        StoreBenchmark.RARE_SHARE);
                writer.write(other, StoreBenchmark.INSTANCES, lastDay, endMillis, HALF_HOUR_MILLIS);
            }
            report.add("rows written", writer.rows()).add("seconds to load", (System.nanoTime() - before) / 1e9);
        }
    }

    /** Every time another range that ends within the last hour, so that no answer comes from a cache. */
    private void measure(Report report, String what, Span span, Consumer<Selection> question) {
        Random random = new Random(span.millis);
        double[] millis = new double[REPETITIONS];
        for (int i = -WARM_UP; i < REPETITIONS; i++) {
            long to = endMillis - random.nextInt(360) * StoreBenchmark.WINDOW_MILLIS;
            Selection selection = Selection.newBuilder()
                    .setService("checkout")
                    .setEvent("cpu")
                    .setFromUnixMillis(to - span.millis)
                    .setToUnixMillis(to)
                    .build();
            long before = System.nanoTime();
            question.accept(selection);
            if (i >= 0) {
                millis[i] = (System.nanoTime() - before) / 1e6;
            }
        }
        Quantiles quantiles = Quantiles.of(millis);
        report.add(what + ", p50 ms", quantiles.at(0.5)).add(what + ", p95 ms", quantiles.at(0.95));
    }
}
