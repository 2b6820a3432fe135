package dev.stackhouse.bench;

import dev.stackhouse.bench.regression.SteadyEvaluation;

/** Simulated services that run for weeks in one version: what is found that happens to them, and who is told of what is nothing. */
final class ShiftsBenchmark implements Benchmark {
    @Override
    public String name() {
        return "shifts";
    }

    @Override
    public String description() {
        return "simulated services without a new version: what shifts are found, and false alarms a service and day";
    }

    @Override
    public Report run() throws Exception {
        SteadyEvaluation evaluation = new SteadyEvaluation(
                RegressionsBenchmark.number("SEED", 1001),
                (int) RegressionsBenchmark.number("SERVICES", 20),
                (int) RegressionsBenchmark.number("QUIET_SERVICES", 100),
                (int) RegressionsBenchmark.number(
                        "THREADS", Runtime.getRuntime().availableProcessors()));
        long start = System.nanoTime();
        var rows = evaluation.run();
        return new Report(name())
                .add("seed", evaluation.seed())
                .add("seconds", (System.nanoTime() - start) / 1e9)
                .addTable("services", rows);
    }
}
