package dev.stackhouse.bench;

import java.util.List;

/** Runs the benchmark that is named, or lists them. */
public final class BenchMain {
    private static final List<Benchmark> BENCHMARKS = List.of(
            new DemoBenchmark(),
            new FreshnessBenchmark(),
            new JobBenchmark(),
            new DecodeBenchmark(),
            new LabelsBenchmark(),
            new ChaosBenchmark(),
            new OutageBenchmark(),
            new OverheadBenchmark(),
            new SamplingBenchmark(),
            new SoakBenchmark(),
            new CyclesBenchmark(),
            new IntervalBenchmark(),
            new FormatsBenchmark(),
            new SwitchesBenchmark(),
            new FeedBenchmark(),
            new StoreBenchmark(),
            new SustainBenchmark(),
            new LayoutBenchmark(),
            new QueryBenchmark(),
            new RegressionsBenchmark(),
            new ShiftsBenchmark(),
            new LooksBenchmark());

    private BenchMain() {}

    public static void main(String[] args) {
        if (args.length == 0) {
            BENCHMARKS.forEach(b -> System.out.printf("%-11s  %s%n", b.name(), b.description()));
            return;
        }
        Benchmark chosen = BENCHMARKS.stream()
                .filter(b -> b.name().equals(args[0]))
                .findFirst()
                .orElse(null);
        if (chosen == null) {
            System.err.println("No benchmark '" + args[0] + "'; bench/run alone lists the names.");
            System.exit(2);
        } else {
            System.exit(run(chosen));
        }
    }

    /** Other threads may still run: the code has to say by itself how it went. */
    private static int run(Benchmark benchmark) {
        try {
            Report report = benchmark.run();
            report.print(System.out);
            return report.isFailed() ? 1 : 0;
        } catch (Exception e) {
            e.printStackTrace();
            return 1;
        }
    }
}
