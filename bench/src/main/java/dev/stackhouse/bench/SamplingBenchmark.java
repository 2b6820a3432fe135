package dev.stackhouse.bench;

import dev.stackhouse.bench.overhead.OverheadOptions;
import dev.stackhouse.bench.overhead.SamplingRun;
import java.nio.file.Files;
import java.nio.file.Path;

/** What sampling takes of the threads that are sampled. Environment: see {@link OverheadOptions}. */
final class SamplingBenchmark implements Benchmark {
    private static final int ROUNDS = 80;

    @Override
    public String name() {
        return "sampling";
    }

    @Override
    public String description() {
        return "throughput of programs in which async-profiler is switched on and off in turns, ten times as eager as in use";
    }

    @Override
    public Report run() throws Exception {
        OverheadOptions options = OverheadOptions.of(System.getenv(), ROUNDS);
        Path directory = Files.createTempDirectory("stackhouse-bench");
        try {
            SamplingRun run = new SamplingRun(Path.of(System.getProperty("stackhouse.root", ".")), directory, options);
            run.run();
            return new Report(name())
                    .add("rounds", (long) options.rounds())
                    .add("seconds of warm-up before", options.warmUp().toSeconds())
                    .addTable("medians, each with the interval that holds it with 95 %", run.rows());
        } finally {
            TemporaryFiles.delete(directory);
        }
    }
}
