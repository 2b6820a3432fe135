package dev.stackhouse.bench;

import dev.stackhouse.bench.fleet.FleetBatches;
import dev.stackhouse.proto.batch.v1.StackBatch;
import dev.stackhouse.proto.query.v1.GetTimeLineRequest;
import dev.stackhouse.proto.query.v1.GetTimeLineResponse;
import dev.stackhouse.proto.query.v1.Selection;
import dev.stackhouse.proto.query.v1.Series;
import dev.stackhouse.standalone.Stackhouse;
import dev.stackhouse.standalone.StackhouseConfig;
import dev.stackhouse.standalone.client.CommandException;
import dev.stackhouse.standalone.client.QueryClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How long after a sample was taken a query shows it: instances publish their batch when their interval ends, as collectors do, and
 * the time line by instance is asked over gRPC until the window is there.
 */
final class FreshnessBenchmark implements Benchmark {
    private static final int INSTANCES = 100;
    private static final int WINDOWS = 9;
    /** The job has to warm up. */
    private static final int UNCOUNTED_WINDOWS = 2;

    private static final long LOOK_MILLIS = 200;
    private static final long PATIENCE_MILLIS = 60_000;

    @Override
    public String name() {
        return "freshness";
    }

    @Override
    public String description() {
        return "seconds from a sample to its being visible to a query, 100 instances on one machine";
    }

    @Override
    public Report run() throws Exception {
        Path data = Files.createTempDirectory("stackhouse-bench");
        try (Stackhouse stackhouse =
                        Stackhouse.start(new StackhouseConfig(StackhouseConfig.rootOfThisProcess(), data, 0, 0));
                BatchTopic topic = new BatchTopic(stackhouse.bootstrapServers())) {
            FleetBatches batches =
                    new FleetBatches(StoreBenchmark.checkout(), List.of("cpu"), 24 * StoreBenchmark.HOUR_MILLIS);
            long width = FleetBatches.WINDOW_MILLIS;
            long firstMillis = (System.currentTimeMillis() / width + 1) * width;
            Thread fleet = new Thread(() -> publish(batches, topic, firstMillis), "fleet");
            fleet.setDaemon(true);
            fleet.start();
            return report(watch(new QueryClient("127.0.0.1:" + stackhouse.queryPort()), firstMillis));
        } finally {
            TemporaryFiles.delete(data);
        }
    }

    private static void publish(FleetBatches batches, BatchTopic topic, long firstMillis) {
        try {
            for (int window = 0; window < WINDOWS; window++) {
                long startMillis = firstMillis + window * FleetBatches.WINDOW_MILLIS;
                List<StackBatch> interval = new ArrayList<>();
                for (int instance = 0; instance < INSTANCES; instance++) {
                    interval.add(batches.batch(instance, startMillis));
                }
                long endMillis = startMillis + FleetBatches.WINDOW_MILLIS;
                TimeUnit.MILLISECONDS.sleep(Math.max(0, endMillis - System.currentTimeMillis()));
                interval.forEach(topic::publish);
                topic.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** When each (window, instance) was seen first, in milliseconds since the Unix epoch. */
    private static long[][] watch(QueryClient client, long firstMillis) throws InterruptedException {
        long[][] seenMillis = new long[WINDOWS][INSTANCES];
        long lastMillis = firstMillis + WINDOWS * FleetBatches.WINDOW_MILLIS;
        int missing = WINDOWS * INSTANCES;
        while (missing > 0 && System.currentTimeMillis() < lastMillis + PATIENCE_MILLIS) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            GetTimeLineResponse line;
            try {
                line = client.ask(stub -> stub.getTimeLine(GetTimeLineRequest.newBuilder()
                        .setSelection(Selection.newBuilder()
                                .setService("checkout")
                                .setEvent("cpu")
                                .setFromUnixMillis(firstMillis)
                                .setToUnixMillis(lastMillis))
                        .setStepMillis(FleetBatches.WINDOW_MILLIS)
                        .setGroupBy("host")
                        .build()));
            } catch (CommandException e) {
                continue; // the service is not known before its first window
            }
            long nowMillis = System.currentTimeMillis();
            for (Series series : line.getSeriesList()) {
                int instance = Integer.parseInt(series.getLabelValue().replaceAll("\\D", ""));
                for (int window = 0; window < series.getValuesCount(); window++) {
                    if (series.getValues(window) > 0 && seenMillis[window][instance] == 0) {
                        seenMillis[window][instance] = nowMillis;
                        missing--;
                    }
                }
            }
        }
        if (missing > 0) {
            throw new IllegalStateException(missing + " windows were not to be seen after a minute");
        }
        for (int window = 0; window < WINDOWS; window++) {
            for (int instance = 0; instance < INSTANCES; instance++) {
                seenMillis[window][instance] -= firstMillis + window * FleetBatches.WINDOW_MILLIS;
            }
        }
        return seenMillis;
    }

    private Report report(long[][] millisAfterWindowStart) {
        int perWindow = 10;
        double[] seconds = new double[(WINDOWS - UNCOUNTED_WINDOWS) * INSTANCES * perWindow];
        double[] afterEnd = new double[(WINDOWS - UNCOUNTED_WINDOWS) * INSTANCES];
        int count = 0;
        int ends = 0;
        for (int window = UNCOUNTED_WINDOWS; window < WINDOWS; window++) {
            for (int instance = 0; instance < INSTANCES; instance++) {
                double seen = millisAfterWindowStart[window][instance] / 1e3;
                afterEnd[ends++] = seen - 10;
                for (int i = 0; i < perWindow; i++) {
                    // Samples are taken all through the window.
                    seconds[count++] = seen - (i + 0.5);
                }
            }
        }
        Quantiles sample = Quantiles.of(seconds);
        Quantiles window = Quantiles.of(afterEnd);
        return new Report(name())
                .add("instances", INSTANCES)
                .add("windows of an instance", (long) ends)
                .add("sample to visible, p50 s", sample.at(0.5))
                .add("sample to visible, p99 s", sample.at(0.99))
                .add("sample to visible, longest s", sample.at(1))
                .add("end of window to visible, p50 s", window.at(0.5))
                .add("end of window to visible, p99 s", window.at(0.99));
    }
}
