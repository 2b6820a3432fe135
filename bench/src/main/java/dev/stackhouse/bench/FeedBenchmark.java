package dev.stackhouse.bench;

import dev.stackhouse.bench.fleet.FleetBatches;
import dev.stackhouse.bench.fleet.SimulatedService;
import dev.stackhouse.bench.fleet.SyntheticService;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Feeds a Kafka that runs already with the batches of a simulated fleet, at a chosen rate: to look at a product under load.
 * Environment: STACKHOUSE_BENCH_BROKERS (127.0.0.1:9092), STACKHOUSE_BENCH_RATE in batches a second (20),
 * STACKHOUSE_BENCH_SERVICES (10), STACKHOUSE_BENCH_MINUTES (5). The fleet is as large as the rate needs: one batch an instance
 * every ten seconds.
 */
final class FeedBenchmark implements Benchmark {
    private static final long DEPLOY_MILLIS = 8 * StoreBenchmark.HOUR_MILLIS;

    @Override
    public String name() {
        return "feed";
    }

    @Override
    public String description() {
        return "publishes a simulated fleet's batches to a running broker at a chosen rate";
    }

    @Override
    public Report run() throws Exception {
        int rate = (int) setting("STACKHOUSE_BENCH_RATE", 20);
        int services = (int) setting("STACKHOUSE_BENCH_SERVICES", 10);
        long windows = setting("STACKHOUSE_BENCH_MINUTES", 5) * 6;
        int instances = Math.max(1, (int) (rate * FleetBatches.WINDOW_MILLIS / 1_000 / services));
        int size = services * instances;
        List<FleetBatches> fleet = new ArrayList<>();
        for (int i = 0; i < services; i++) {
            SimulatedService service = new SimulatedService(
                    SyntheticService.grow("service-" + i, StoreBenchmark.DISTINCT_STACKS),
                    StoreBenchmark.SAMPLES_A_WINDOW,
                    StoreBenchmark.RARE_SHARE);
            fleet.add(new FleetBatches(service, service.events(), DEPLOY_MILLIS));
        }
        long published = 0;
        double mostLateMillis = 0;
        long begin = System.nanoTime();
        try (BatchTopic topic =
                new BatchTopic(System.getenv().getOrDefault("STACKHOUSE_BENCH_BROKERS", "127.0.0.1:9092"))) {
            long first = System.currentTimeMillis() / FleetBatches.WINDOW_MILLIS * FleetBatches.WINDOW_MILLIS;
            for (long window = 0; window < windows; window++) {
                long start = first + window * FleetBatches.WINDOW_MILLIS;
                // Spread over the window that follows, as the collectors of a fleet are.
                for (int i = 0; i < size; i++) {
                    long due = start + FleetBatches.WINDOW_MILLIS + FleetBatches.WINDOW_MILLIS * i / size;
                    long wait = due - System.currentTimeMillis();
                    mostLateMillis = Math.max(mostLateMillis, (double) -wait);
                    TimeUnit.MILLISECONDS.sleep(Math.max(0, wait));
                    topic.publish(fleet.get(i % services).batch(i / services, start));
                    published++;
                }
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        return new Report(name())
                .add("instances", (long) size)
                .add("batches", published)
                .add("batches/s", published / seconds)
                .add("most behind, seconds", mostLateMillis / 1e3);
    }

    private static long setting(String name, int otherwise) {
        return Long.parseLong(System.getenv().getOrDefault(name, Integer.toString(otherwise)));
    }
}
