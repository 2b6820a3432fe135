package dev.stackhouse.bench.overhead;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Every chosen program on every chosen JDK under every chosen profiler. Not thread-safe. */
public final class OverheadRun {
    private final Path root;
    private final Path directory;
    private final OverheadOptions options;
    private final ResultRows rows = new ResultRows();
    private final List<String> complaints = new ArrayList<>();

    /**
     * @param root of the project, built
     * @param directory for everything that is written
     */
    public OverheadRun(Path root, Path directory, OverheadOptions options) {
        this.root = root;
        this.directory = directory;
        this.options = options;
    }

    /** Rows of the table: names of columns, with units, and their values. */
    public List<Map<String, Object>> rows() {
        return rows.all();
    }

    /** What did not work, and has no rows, or rows of fewer rounds. */
    public List<String> complaints() {
        return complaints;
    }

    public void run() throws Exception {
        List<Workload> workloads = options.chosen(Workload.all(root));
        List<Profiler> profilers = OverheadOptions.chosen(Profilers.all(root), Profiler::name, options.profilers());
        Cores.pin(ProcessHandle.current().pid(), Cores.OTHERS);
        try (Destinations destinations = Destinations.start(directory)) {
            for (Jdk jdk : options.jdks()) {
                Map<String, Spread> startUps =
                        new StartUps(jdk, root, destinations).measure(profilers, options.starts(), options.seed());
                for (Workload workload : workloads) {
                    run(jdk, workload, profilers, destinations, startUps);
                }
            }
        } finally {
            Cores.pin(ProcessHandle.current().pid(), Cores.ALL);
        }
    }

    private void run(
            Jdk jdk,
            Workload workload,
            List<Profiler> profilers,
            Destinations destinations,
            Map<String, Spread> startUps)
            throws Exception {
        String title = workload.name() + " on " + jdk;
        Series series = new Series();
        series.run(
                new MeasuredStart(jdk, workload, options.warmUp(), options.pauses(), destinations),
                profilers,
                options.rounds(),
                options.seed(),
                title);
        series.failures().forEach((name, reason) -> complaints.add(title + ", " + name + ": " + reason));
        List<Profiler> all = new ArrayList<>(List.of(new NoProfiler(Series.NONE)));
        all.addAll(profilers);
        for (Profiler profiler : all) {
            Comparison comparison = new Comparison(series.rounds(), profiler.name());
            if (!comparison.isEmpty()) {
                rows.add(workload, jdk, row(profiler, comparison, startUps));
            }
        }
    }

    private static Map<String, Object> row(Profiler profiler, Comparison comparison, Map<String, Spread> startUps)
            throws IOException {
        Spread throughput = comparison.percent(Speed::operationsPerSecond);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("profiler", profiler.name());
        row.put("pauses", throughput.count());
        row.put("throughput %", throughput);
        row.put("work a CPU second %", comparison.percent(Speed::operationsPerCpuSecond));
        row.put("RSS +MB", comparison.added(m -> m.rssBytes() / 1e6));
        row.put("live heap +MB", comparison.added(m -> m.liveHeapBytes() / 1e6));
        row.put("threads +", comparison.added(Measurement::threads));
        row.put("classes +", comparison.added(Measurement::loadedClasses));
        row.put("own threads, CPU ms in 10 s", comparison.ownCpuMillisPerInterval());
        comparison.sentKilobytes().ifPresent(bytes -> row.put("sent kB in 10 s", bytes));
        row.put("start-up +ms", Objects.requireNonNull(startUps.get(profiler.name())));
        Path agent = profiler.agent();
        row.put("jar MB", agent == null ? 0 : Math.round(Files.size(agent) / 1e4) / 100.0);
        return row;
    }
}
