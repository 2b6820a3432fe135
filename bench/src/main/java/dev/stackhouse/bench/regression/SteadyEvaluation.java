package dev.stackhouse.bench.regression;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;

/**
 * Services in which no version is new, with something that happens, or nothing.
 *
 * @param seed of all that is random
 * @param services of each scenario and size, 50 instances, for a day
 * @param quietServices in which nothing happens for a week, of 5 to 100 instances
 */
public record SteadyEvaluation(long seed, int services, int quietServices, int threads) {
    private static final List<Scenario> SCENARIOS = List.of(
            Scenario.STEP,
            Scenario.RAMP,
            Scenario.TRANSIENT,
            Scenario.COST_SHIFT,
            Scenario.IMPROVEMENT,
            Scenario.ENTRY_MIX,
            Scenario.TRAFFIC,
            Scenario.HOT_INSTANCE);
    private static final double[] SIZES = {0.001, 0.002, 0.005, 0.01, 0.05};
    private static final int[] INSTANCES = {5, 10, 20, 50, 100};
    private static final int QUIET_DAYS = 7;
    private static final int DAYS = 1;

    /** Rows of a table. */
    public List<Map<String, Object>> run() throws InterruptedException, ExecutionException {
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            List<Future<SteadyCase.Result>> running =
                    cases().stream().map(one -> workers.submit(one::run)).toList();
            List<SteadyCase.Result> results = new ArrayList<>();
            for (Future<SteadyCase.Result> one : running) {
                results.add(one.get());
            }
            return rows(results);
        } finally {
            workers.shutdownNow();
        }
    }

    private List<SteadyCase> cases() {
        List<SteadyCase> cases = new ArrayList<>();
        long number = seed << 32;
        for (int i = 0; i < quietServices; i++) {
            cases.add(new SteadyCase(Scenario.QUIET, 0, INSTANCES[i % INSTANCES.length], QUIET_DAYS, number++));
        }
        for (Scenario scenario : SCENARIOS) {
            for (double size : scenario.isSized ? SIZES : new double[] {0}) {
                for (int i = 0; i < services; i++) {
                    cases.add(new SteadyCase(scenario, size, 50, DAYS, number++));
                }
            }
        }
        return cases;
    }

    private static List<Map<String, Object>> rows(List<SteadyCase.Result> results) {
        List<Map<String, Object>> rows = new ArrayList<>();
        rows.add(row("quiet", results, result -> result.of().scenario() == Scenario.QUIET));
        for (Scenario scenario : SCENARIOS) {
            for (double size : scenario.isRegression ? SIZES : new double[] {0}) {
                String name = Figures.name(scenario);
                rows.add(row(
                        scenario.isRegression ? String.format(Locale.ROOT, "%s %.1f %%", name, 100 * size) : name,
                        results,
                        result -> result.of().scenario() == scenario
                                && (!scenario.isRegression || result.of().size() == size)));
            }
        }
        return rows;
    }

    private static Map<String, Object> row(
            String name, List<SteadyCase.Result> results, Predicate<SteadyCase.Result> which) {
        List<SteadyCase.Result> some = results.stream().filter(which).toList();
        int days = some.stream().mapToInt(result -> result.of().days()).sum();
        int wrong = some.stream().mapToInt(SteadyCase.Result::falseAlerts).sum();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("services", name);
        row.put("number", some.size());
        row.put("days", days);
        row.put("suspected", some.stream().filter(SteadyCase.Result::suspected).count());
        row.put("found", some.stream().filter(SteadyCase.Result::isFound).count());
        row.put("near", some.stream().filter(SteadyCase.Result::near).count());
        row.put("false alerts", wrong);
        row.put("false alerts a day", rounded((double) wrong / days));
        row.put("hours until found", median(some.stream().mapToDouble(SteadyCase.Result::found)));
        row.put("hours until told", median(some.stream().mapToDouble(SteadyCase.Result::told)));
        row.put("seconds a look", median(some.stream().mapToDouble(SteadyCase.Result::secondsALook)));
        return row;
    }

    private static Object median(DoubleStream values) {
        double[] sorted = values.filter(value -> !Double.isNaN(value)).sorted().toArray();
        return sorted.length == 0 ? "-" : rounded(sorted[sorted.length / 2]);
    }

    private static double rounded(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }
}
