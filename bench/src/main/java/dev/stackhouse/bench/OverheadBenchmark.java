package dev.stackhouse.bench;

import dev.stackhouse.bench.overhead.OverheadOptions;
import dev.stackhouse.bench.overhead.OverheadRun;
import java.nio.file.Files;
import java.nio.file.Path;

/** What profilers cost the programs that they profile: ours, and the agent of Pyroscope. Environment: see {@link OverheadOptions}. */
final class OverheadBenchmark implements Benchmark {
    @Override
    public String name() {
        return "overhead";
    }

    @Override
    public String description() {
        return "throughput, CPU, memory and start-up of programs under our collector and under Pyroscope's agent";
    }

    @Override
    public Report run() throws Exception {
        OverheadOptions options = OverheadOptions.of(System.getenv());
        Path directory = Files.createTempDirectory("stackhouse-bench");
        try {
            OverheadRun run = new OverheadRun(Path.of(System.getProperty("stackhouse.root", ".")), directory, options);
            run.run();
            return new Report(name())
                    .add("rounds", (long) options.rounds())
                    .add("pauses of the profiler in a start", (long) options.pauses())
                    .add("seconds of warm-up before", options.warmUp().toSeconds())
                    .addComplaints(run.complaints())
                    .addTable("medians, each with the interval that holds it with 95 %", run.rows());
        } finally {
            TemporaryFiles.delete(directory);
        }
    }
}
