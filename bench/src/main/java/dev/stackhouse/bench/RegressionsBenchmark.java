package dev.stackhouse.bench;

import dev.stackhouse.bench.regression.Evaluation;
import dev.stackhouse.bench.regression.Figures;
import dev.stackhouse.bench.regression.Scenario;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Simulated deploys with planted changes: who finds them, and who is told of what is none. */
final class RegressionsBenchmark implements Benchmark {
    @Override
    public String name() {
        return "regressions";
    }

    @Override
    public String description() {
        return "simulated deploys: what is found and what is a false alarm; ours, a threshold, a z test, Otava's algorithm";
    }

    @Override
    public Report run() throws Exception {
        Evaluation evaluation = new Evaluation(
                number("SEED", 1001),
                (int) number("DEPLOYS", 30),
                (int) number("QUIET_DEPLOYS", 1000),
                (int) number("LARGE_DEPLOYS", 20),
                (int) number("THREADS", Runtime.getRuntime().availableProcessors()),
                scenarios(),
                !"ours".equals(System.getenv("STACKHOUSE_BENCH_DETECTORS")));
        long start = System.nanoTime();
        Figures figures = evaluation.run();
        return new Report(name())
                .add("seed", evaluation.seed())
                .add("seconds", (System.nanoTime() - start) / 1e9)
                .addTable("deploys, ours", figures.cells())
                .addTable("figures", figures.bars());
    }

    private static Set<Scenario> scenarios() {
        String names = System.getenv("STACKHOUSE_BENCH_SCENARIOS");
        if (names == null) {
            return EnumSet.allOf(Scenario.class);
        }
        return Arrays.stream(names.split(","))
                .map(name ->
                        Scenario.valueOf(name.strip().toUpperCase(Locale.ROOT).replace(' ', '_')))
                .collect(Collectors.toSet());
    }

    static long number(String name, long otherwise) {
        String value = System.getenv("STACKHOUSE_BENCH_" + name);
        return value == null ? otherwise : Long.parseLong(value);
    }
}
