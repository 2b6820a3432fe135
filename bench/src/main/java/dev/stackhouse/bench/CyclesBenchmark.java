package dev.stackhouse.bench;

import dev.stackhouse.bench.overhead.CyclesRun;
import dev.stackhouse.bench.overhead.OverheadOptions;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether attaching and detaching leaves anything behind. Environment: STACKHOUSE_BENCH_CYCLES (1,000), STACKHOUSE_BENCH_JDKS (the first is used). */
final class CyclesBenchmark implements Benchmark {
    @Override
    public String name() {
        return "cycles";
    }

    @Override
    public String description() {
        return "the collector is attached to the demo service and detached a thousand times";
    }

    @Override
    public Report run() throws Exception {
        OverheadOptions options = OverheadOptions.of(System.getenv());
        int cycles = Integer.parseInt(System.getenv().getOrDefault("STACKHOUSE_BENCH_CYCLES", "1000"));
        Path directory = Files.createTempDirectory("stackhouse-bench");
        try {
            CyclesRun run = new CyclesRun(
                    Path.of(System.getProperty("stackhouse.root", ".")), directory, options.firstJdk(), cycles);
            run.run();
            return new Report(name())
                    .add("JDK", (long) options.firstJdk().feature())
                    .add("cycles", (long) run.done())
                    .add("intervals published", (long) run.batches())
                    .addComplaints(run.complaints())
                    .addTable("medians of quarters of the cycles", run.rows());
        } finally {
            TemporaryFiles.delete(directory);
        }
    }
}
