package dev.stackhouse.bench.overhead;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Starts a program under a profiler, lets it warm up, and measures it for a while. The while should be a multiple of 10 s, the interval of the
 * profilers: then it has as many of their turns whenever it begins.
 */
final class MeasuredStart {
    /** Every profiler has sent something by then: the interval after the one in which it began is over. */
    private static final Duration SENT_AFTER = Duration.ofSeconds(20);

    private final Jdk jdk;
    private final Workload workload;
    private final Duration warmUp;
    private final Duration measured;
    private final Destinations destinations;

    MeasuredStart(Jdk jdk, Workload workload, Duration warmUp, Duration measured, Destinations destinations) {
        this.jdk = jdk;
        this.workload = workload;
        this.warmUp = warmUp;
        this.measured = measured;
        this.destinations = destinations;
    }

    /** @throws IOException if the program or the profiler failed, in a sentence */
    Measurement run(Profiler profiler) throws Exception {
        List<String> options = new ArrayList<>(jvmOptions(destinations.temporary()));
        options.addAll(profiler.jvmOptions(destinations));
        Path errors = Files.createTempFile(destinations.directory(), "errors", ".log");
        profiler.sent(destinations);
        try {
            Measurement measurement;
            MeasuredProcess process;
            long fromMillis;
            try (Workload.Running running = workload.start(jdk, options, profiler.variables(destinations), errors)) {
                process = running.process();
                AutoCloseable follower = profiler.follow(process.pid(), destinations);
                try {
                    Thread.sleep(warmUp.toMillis());
                    fromMillis = System.currentTimeMillis();
                    measurement = measure(running);
                } finally {
                    follower.close();
                }
            }
            String complaint = process.complaint().orElse(null);
            if (complaint != null) {
                throw new IOException(profiler.name() + " did not work: " + complaint);
            }
            return withSent(measurement, profiler.sent(destinations), fromMillis, profiler);
        } finally {
            Files.delete(errors);
        }
    }

    /** The heap has its size from the start, and the same collector on any number of cores. */
    static List<String> jvmOptions(Path temporary) {
        return List.of("-Xms512m", "-Xmx512m", "-XX:+UseG1GC", "-XX:+AlwaysPreTouch", "-Djava.io.tmpdir=" + temporary);
    }

    private Measurement measure(Workload.Running running) throws IOException, InterruptedException {
        long pid = running.process().pid();
        ProcessFigures before = ProcessFigures.of(pid);
        long fromOperations = running.operations();
        long fromNanos = System.nanoTime();
        Thread.sleep(measured.toMillis());
        ProcessFigures after = ProcessFigures.of(pid);
        double operations = running.operations() - fromOperations;
        double seconds = (System.nanoTime() - fromNanos) / 1e9;
        JvmFigures jvm = JvmFigures.of(jdk, pid);
        Map<String, Double> shares = new HashMap<>();
        after.cpuNanosByThread()
                .forEach((thread, nanos) -> shares.put(
                        thread, (nanos - before.cpuNanosByThread().getOrDefault(thread, 0L)) / 1e9 / seconds));
        return new Measurement(
                operations / seconds,
                operations / (after.cpuSeconds() - before.cpuSeconds()),
                after.rssBytes(),
                jvm.liveHeapBytes(),
                after.threads(),
                jvm.loadedClasses(),
                shares,
                OptionalDouble.empty());
    }

    private Measurement withSent(Measurement m, List<Sent> sent, long fromMillis, Profiler profiler)
            throws IOException {
        boolean hadItsTurn = warmUp.plus(measured).compareTo(SENT_AFTER) >= 0;
        if (sent.isEmpty() && hadItsTurn && !(profiler instanceof NoProfiler)) {
            throw new IOException(profiler.name() + " sent nothing");
        }
        double[] whole = sent.stream()
                .filter(interval -> interval.isWhole() && interval.endMillis() > fromMillis)
                .mapToDouble(Sent::bytes)
                .toArray();
        return new Measurement(
                m.operationsPerSecond(),
                m.operationsPerCpuSecond(),
                m.rssBytes(),
                m.liveHeapBytes(),
                m.threads(),
                m.loadedClasses(),
                m.cpuSharesByThread(),
                whole.length == 0
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(Spread.of(whole).median()));
    }
}
