package dev.stackhouse.bench;

import dev.stackhouse.bench.overhead.OverheadOptions;
import dev.stackhouse.bench.overhead.SoakRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Whether the collector makes its program grow. Environment: STACKHOUSE_BENCH_MINUTES (60), STACKHOUSE_BENCH_JDKS (the first is used). */
final class SoakBenchmark implements Benchmark {
    private static final int LOOKS = 120;

    @Override
    public String name() {
        return "soak";
    }

    @Override
    public String description() {
        return "memory, threads and descriptors of the demo service with the collector and without, over an hour";
    }

    @Override
    public Report run() throws Exception {
        OverheadOptions options = OverheadOptions.of(System.getenv());
        long minutes = Long.parseLong(System.getenv().getOrDefault("STACKHOUSE_BENCH_MINUTES", "60"));
        Path directory = Files.createTempDirectory("stackhouse-bench");
        try {
            SoakRun run = new SoakRun(
                    Path.of(System.getProperty("stackhouse.root", ".")),
                    directory,
                    options.firstJdk(),
                    Duration.ofMinutes(minutes),
                    LOOKS);
            run.run();
            return new Report(name())
                    .add("JDK", (long) options.firstJdk().feature())
                    .add("minutes", minutes)
                    .addComplaints(run.complaints())
                    .addTable("medians of quarters of the time", run.rows());
        } finally {
            TemporaryFiles.delete(directory);
        }
    }
}
