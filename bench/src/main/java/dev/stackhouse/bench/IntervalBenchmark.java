package dev.stackhouse.bench;

import dev.stackhouse.bench.interval.IntervalRun;
import dev.stackhouse.bench.interval.IntervalRun.Interval;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** CPU and memory of the collector in the profiled JVM. Environment: STACKHOUSE_BENCH_INTERVALS (12). */
final class IntervalBenchmark implements Benchmark {
    @Override
    public String name() {
        return "interval";
    }

    @Override
    public String description() {
        return "what 10 s of a service of 20 busy threads cost in the collector: CPU of its threads, bytes sent, memory";
    }

    @Override
    public Report run() throws Exception {
        int intervals = Integer.parseInt(System.getenv().getOrDefault("STACKHOUSE_BENCH_INTERVALS", "12"));
        Path directory = Files.createTempDirectory("stackhouse-interval");
        IntervalRun.Result result = new IntervalRun(directory, intervals).run();
        TemporaryFiles.delete(directory);
        Report report = new Report(name());
        add(report, "start and first batch", List.of(result.first()));
        add(report, "second interval", result.intervals().subList(0, 1));
        // After a few, as in the hours that follow.
        add(report, "median", result.intervals().subList(Math.min(3, intervals - 1), intervals));
        return report.add("RSS MB, with", result.with().residentMegabytes())
                .add("RSS MB, without", result.without().residentMegabytes())
                .add("live heap MB, with", result.with().liveHeapMegabytes())
                .add("live heap MB, without", result.without().liveHeapMegabytes());
    }

    private static void add(Report report, String which, List<Interval> intervals) {
        report.add(which + ": CPU ms, all", median(intervals, Interval::allMillis))
                .add(which + ": CPU ms, collector", median(intervals, Interval::collectorMillis))
                .add(which + ": CPU ms, publisher", median(intervals, Interval::publisherMillis))
                .add(which + ": CPU ms, Kafka", median(intervals, Interval::kafkaMillis))
                .add(which + ": bytes sent", median(intervals, Interval::wireBytes))
                .add(which + ": bytes of the JFR chunk", median(intervals, Interval::chunkBytes))
                .add(which + ": bytes of it gzip'ed", median(intervals, Interval::gzippedBytes));
    }

    private static double median(List<Interval> intervals, ToDoubleFunction<Interval> figure) {
        return Quantiles.of(intervals.stream().mapToDouble(figure).toArray()).at(0.5);
    }
}
