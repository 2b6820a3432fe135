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

/** Starts a program under a profiler, lets it warm up, and measures it while the profiler works and pauses in turn. */
final class MeasuredStart {
    private final Jdk jdk;
    private final Workload workload;
    private final Duration warmUp;
    private final int pauses;
    private final Destinations destinations;

    /** @param pauses of the profiler in one start */
    MeasuredStart(Jdk jdk, Workload workload, Duration warmUp, int pauses, Destinations destinations) {
        this.jdk = jdk;
        this.workload = workload;
        this.warmUp = warmUp;
        this.pauses = pauses;
        this.destinations = destinations;
    }

    /** @throws IOException if the program or the profiler failed, in a sentence */
    Measurement run(Profiler profiler) throws Exception {
        List<String> options = new ArrayList<>(jvmOptions(destinations.temporary()));
        options.addAll(profiler.jvmOptions(destinations));
        Path errors = Files.createTempFile(destinations.directory(), "errors", ".log");
        profiler.sent(destinations);
        try {
            // When our collector looks for policies is counted from its start: it is between the ends of its intervals,
            // not at them.
            await(PauseTimes.after(System.currentTimeMillis()).fromMillis());
            List<PauseTimes> times = new ArrayList<>();
            Measurement measurement;
            MeasuredProcess process;
            try (Workload.Running running = workload.start(jdk, options, profiler.variables(destinations), errors);
                    Pauses following = profiler.follow(running.process().pid(), destinations)) {
                process = running.process();
                PauseTimes next = PauseTimes.after(System.currentTimeMillis() + warmUp.toMillis());
                for (int i = 0; i < pauses; i++) {
                    times.add(next);
                    next = next.next();
                }
                measurement = measure(running, following, times);
            }
            String complaint = process.complaint().orElse(null);
            if (complaint != null) {
                throw new IOException(profiler.name() + " did not work: " + complaint);
            }
            return withSent(measurement, profiler.sent(destinations), times, profiler);
        } finally {
            Files.delete(errors);
        }
    }

    /** The heap has its size from the start, and the same collector on any number of cores. */
    static List<String> jvmOptions(Path temporary) {
        return List.of(
                "-Xms512m",
                "-Xmx512m",
                "-XX:+UseG1GC",
                "-XX:+AlwaysPreTouch",
                "-XX:+EnableDynamicAgentLoading",
                "-Djava.io.tmpdir=" + temporary);
    }

    private Measurement measure(Workload.Running running, Pauses following, List<PauseTimes> times) throws Exception {
        long pid = running.process().pid();
        List<Speed.Pair> speeds = new ArrayList<>();
        Map<String, Double> shares = new HashMap<>();
        Work before = work(running, following, times.get(0));
        for (PauseTimes each : times) {
            before.cpuSharesByThread().forEach((thread, share) -> shares.merge(thread, share / pauses, Double::sum));
            await(each.pauseMillis());
            following.pause();
            await(each.pauseMeasuredFromMillis());
            Progress paused = Progress.of(running);
            await(each.pauseMeasuredUntilMillis());
            Speed without = Progress.of(running).since(paused);
            await(each.untilMillis());
            following.resume();
            Work after = work(running, following, each.next());
            speeds.add(new Speed.Pair(before.speed().meanWith(after.speed()), without));
            before = after;
        }
        // Now, while the profiler works.
        ProcessFigures end = ProcessFigures.of(pid);
        JvmFigures jvm = JvmFigures.of(jdk, pid);
        return new Measurement(
                speeds,
                end.rssBytes(),
                jvm.liveHeapBytes(),
                end.threads(),
                jvm.loadedClasses(),
                shares,
                OptionalDouble.empty());
    }

    /** The pause after the last one is announced too: all are measured alike. */
    private static Work work(Workload.Running running, Pauses following, PauseTimes times) throws Exception {
        await(times.measuredFromMillis());
        Progress from = Progress.of(running);
        await(times.announcedMillis());
        following.announce(times.pauseMillis(), times.untilMillis());
        await(times.measuredUntilMillis());
        Progress until = Progress.of(running);
        return new Work(until.since(from), until.cpuSharesSince(from));
    }

    /** What a program did in the interval around the profiler's. */
    private record Work(Speed speed, Map<String, Double> cpuSharesByThread) {}

    private static void await(long millis) throws InterruptedException {
        Thread.sleep(Math.max(0, millis - System.currentTimeMillis()));
    }

    private static Measurement withSent(Measurement m, List<Sent> sent, List<PauseTimes> times, Profiler profiler)
            throws IOException {
        if (profiler instanceof NoProfiler) {
            return m;
        }
        if (!times.stream().allMatch(each -> each.wereKept(sent))) {
            throw new IOException(profiler.name() + " did not work and pause when it was to, but sent " + sent
                    + "; it was to be as in " + times);
        }
        double[] whole = sent.stream()
                .filter(interval -> interval.isWhole()
                        && interval.hasSamples()
                        && interval.endMillis() > times.get(0).fromMillis())
                .mapToDouble(Sent::bytes)
                .toArray();
        return new Measurement(
                m.speeds(),
                m.rssBytes(),
                m.liveHeapBytes(),
                m.threads(),
                m.loadedClasses(),
                m.cpuSharesByThread(),
                whole.length == 0
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(Spread.of(whole).median()));
    }

    /** How far a program is. */
    private record Progress(ProcessFigures figures, long operations, long nanos) {
        static Progress of(Workload.Running running) throws IOException, InterruptedException {
            ProcessFigures figures = ProcessFigures.of(running.process().pid());
            return new Progress(figures, running.operations(), System.nanoTime());
        }

        Speed since(Progress from) {
            double done = operations - from.operations;
            return new Speed(
                    done * 1e9 / (nanos - from.nanos), done / (figures.cpuSeconds() - from.figures.cpuSeconds()));
        }

        Map<String, Double> cpuSharesSince(Progress from) {
            Map<String, Double> shares = new HashMap<>();
            figures.cpuNanosByThread()
                    .forEach((thread, cpuNanos) -> shares.put(
                            thread,
                            (double) (cpuNanos - from.figures.cpuNanosByThread().getOrDefault(thread, 0L))
                                    / (nanos - from.nanos)));
            return shares;
        }
    }
}
