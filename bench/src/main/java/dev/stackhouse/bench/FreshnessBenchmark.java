package dev.stackhouse.bench;

import dev.stackhouse.bench.fleet.FleetBatches;
import dev.stackhouse.proto.query.v1.GetTimeLineRequest;
import dev.stackhouse.proto.query.v1.GetTimeLineResponse;
import dev.stackhouse.proto.query.v1.Selection;
import dev.stackhouse.standalone.Stackhouse;
import dev.stackhouse.standalone.StackhouseConfig;
import dev.stackhouse.standalone.client.CommandException;
import dev.stackhouse.standalone.client.QueryClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How long after a sample was taken a query shows it, and what the job's checkpoints and heap come to meanwhile: a fleet of
 * STACKHOUSE_BENCH_INSTANCES instances (2,000) publishes a batch each when an interval ends, all at once, as collectors do; the time line
 * is asked over gRPC until every sample is there. STACKHOUSE_CHECKPOINT_INTERVAL is the job's, as everywhere.
 */
final class FreshnessBenchmark implements Benchmark {
    private static final int WINDOWS = 15;
    /** The job has to warm up. */
    private static final int UNCOUNTED_WINDOWS = 5;

    private static final int CONTENTS = 300;
    private static final long LOOK_MILLIS = 200;
    private static final long PATIENCE_MILLIS = 120_000;
    /** Samples are taken all through the window. */
    private static final int MOMENTS = 10;

    private final int instances = Integer.parseInt(System.getenv().getOrDefault("STACKHOUSE_BENCH_INSTANCES", "2000"));

    /** What became visible of a window at one look. */
    private record Step(int window, long millisAfterStart, double share) {}

    @Override
    public String name() {
        return "freshness";
    }

    @Override
    public String description() {
        return "seconds from a sample to its being visible to a query, 200 batches/s on one machine; checkpoints, heap";
    }

    @Override
    public Report run() throws Exception {
        Path data = Files.createTempDirectory("stackhouse-bench");
        int metricsPort = StreamerFigures.freePort();
        StackhouseConfig config = new StackhouseConfig(StackhouseConfig.rootOfThisProcess(), data, 0, 0, metricsPort);
        try (Stackhouse stackhouse = Stackhouse.start(config);
                BatchTopic topic = new BatchTopic(stackhouse.bootstrapServers());
                StreamerFigures figures = StreamerFigures.watch(metricsPort)) {
            long width = FleetBatches.WINDOW_MILLIS;
            PreparedBatches batches = new PreparedBatches(CONTENTS, System.currentTimeMillis());
            long firstMillis = (System.currentTimeMillis() / width + 1) * width;
            Thread fleet = new Thread(() -> publish(batches, topic, figures, firstMillis), "fleet");
            fleet.setDaemon(true);
            fleet.start();
            List<Step> steps = watch(new QueryClient("127.0.0.1:" + stackhouse.queryPort()), batches, firstMillis);
            return report(batches, steps, figures);
        } finally {
            TemporaryFiles.delete(data);
        }
    }

    private void publish(PreparedBatches batches, BatchTopic topic, StreamerFigures figures, long firstMillis) {
        try {
            for (int window = 0; window < WINDOWS; window++) {
                if (window == UNCOUNTED_WINDOWS) {
                    figures.forget();
                }
                long startMillis = firstMillis + window * FleetBatches.WINDOW_MILLIS;
                long endMillis = startMillis + FleetBatches.WINDOW_MILLIS;
                TimeUnit.MILLISECONDS.sleep(Math.max(0, endMillis - System.currentTimeMillis()));
                for (int instance = 0; instance < instances; instance++) {
                    topic.publish(PreparedBatches.id(instance), batches.batch(instance, window + 1L, startMillis));
                }
                topic.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Step> watch(QueryClient client, PreparedBatches batches, long firstMillis)
            throws InterruptedException {
        double[] expected = new double[WINDOWS];
        Arrays.setAll(expected, window -> {
            double value = 0;
            for (int instance = 0; instance < instances; instance++) {
                value += batches.valueNanos(instance, window + 1L);
            }
            return value;
        });
        List<Step> steps = new ArrayList<>();
        double[] seen = new double[WINDOWS];
        long lastMillis = firstMillis + WINDOWS * FleetBatches.WINDOW_MILLIS;
        while (!Arrays.equals(seen, expected)) {
            if (System.currentTimeMillis() > lastMillis + PATIENCE_MILLIS) {
                throw new IllegalStateException(
                        "of " + Arrays.toString(expected) + " only " + Arrays.toString(seen) + " were to be seen");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            GetTimeLineResponse line;
            try {
                line = client.ask(stub -> stub.getTimeLine(GetTimeLineRequest.newBuilder()
                        .setSelection(Selection.newBuilder()
                                .setService(PreparedBatches.SERVICE)
                                .setEvent("cpu")
                                .setFromUnixMillis(firstMillis)
                                .setToUnixMillis(lastMillis))
                        .setStepMillis(FleetBatches.WINDOW_MILLIS)
                        .build()));
            } catch (CommandException e) {
                continue; // the service is not known before its first window
            }
            long nowMillis = System.currentTimeMillis();
            if (line.getSeriesCount() == 0) {
                continue;
            }
            for (int window = 0; window < line.getSeries(0).getValuesCount(); window++) {
                double value = line.getSeries(0).getValues(window);
                if (value > seen[window]) {
                    long startMillis = firstMillis + window * FleetBatches.WINDOW_MILLIS;
                    steps.add(new Step(window, nowMillis - startMillis, (value - seen[window]) / expected[window]));
                    seen[window] = value;
                }
            }
        }
        return steps;
    }

    private Report report(PreparedBatches batches, List<Step> steps, StreamerFigures figures) {
        List<Double> ofSamples = new ArrayList<>();
        List<Double> ofWindows = new ArrayList<>();
        for (Step step : steps) {
            // A thousandth of a window each.
            for (int i = 0; step.window >= UNCOUNTED_WINDOWS && i < Math.round(step.share * 1_000); i++) {
                ofWindows.add(step.millisAfterStart / 1e3 - 10);
                for (int moment = 0; moment < MOMENTS; moment++) {
                    ofSamples.add(step.millisAfterStart / 1e3 - (moment + 0.5) * 10 / MOMENTS);
                }
            }
        }
        Quantiles sample = quantiles(ofSamples);
        Quantiles window = quantiles(ofWindows);
        Report report = new Report(name()).add("instances", (long) instances).add("batches/s", instances / 10.0);
        batches.addTo(report);
        return report.add("sample to visible, p50 s", sample.at(0.5))
                .add("sample to visible, p99 s", sample.at(0.99))
                .add("sample to visible, longest s", sample.at(1))
                .add("end of window to visible, p50 s", window.at(0.5))
                .add("end of window to visible, p99 s", window.at(0.99))
                .add("largest checkpoint, MB", figures.greatest("flink_jobmanager_job_lastCheckpointSize") / 1e6)
                .add("longest checkpoint, ms", figures.greatest("flink_jobmanager_job_lastCheckpointDuration"))
                .add("failed checkpoints", figures.greatest("flink_jobmanager_job_numberOfFailedCheckpoints"))
                .add(
                        "most heap of the job, MB",
                        figures.greatest("flink_taskmanager_Status_JVM_Memory_Heap_Used") / 1e6)
                .add(
                        "heap that the job may have, MB",
                        figures.greatest("flink_taskmanager_Status_JVM_Memory_Heap_Max") / 1e6);
    }

    private static Quantiles quantiles(List<Double> seconds) {
        return Quantiles.of(seconds.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
