package dev.stackhouse.bench.regression;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** The figures of an evaluation beside what they should be, and a table of all kinds of deploys. */
public final class Figures {
    private static final List<Scenario> SILENT =
            List.of(Scenario.COST_SHIFT, Scenario.TRANSIENT, Scenario.IMPROVEMENT, Scenario.HOT_INSTANCE);

    private static final List<Scenario> NOT_A_REGRESSION =
            List.of(Scenario.TRAFFIC, Scenario.WARM_UP, Scenario.LOST_SAMPLES, Scenario.RENAMED);

    private static final int DEPLOYS_A_DAY = 3;
    private static final double UNLIKELY = 0.05;
    private final List<Case.Result> results;

    Figures(List<Case.Result> results) {
        this.results = results;
    }

    /** One row for each figure that there were deploys for: ours, the bar, whether it is met, and what the others reach. */
    public List<Map<String, Object>> bars() {
        List<Map<String, Object>> rows = new ArrayList<>();
        bar(rows, "false incidents a quiet deploy", "<=", 0.003, own -> falsePerDeploy(own, in(Case.Group.QUIET)));
        bar(
                rows,
                "false incidents a service and day, 3 deploys",
                "<=",
                0.001,
                own -> DEPLOYS_A_DAY * falsePerDeploy(own, in(Case.Group.QUIET)));
        bar(rows, "the same at most, with 95 %", "", 0.001, own -> DEPLOYS_A_DAY * atMost(own, in(Case.Group.QUIET)));
        bar(rows, "precision, all planted", ">=", 0.95, this::precision);
        bar(rows, "recall, step >= 0.2 %, 50/50", ">=", 0.95, own -> recall(own, steps(r -> r.of().size() >= 0.002)));
        bar(rows, "recall, step 0.1 %, 50/50", ">=", 0.88, own -> recall(own, steps(r -> r.of().size() == 0.001)));
        bar(rows, "recall, step 0.05 %, 50/50", ">=", 0.7, own -> recall(own, steps(r -> r.of().size() == 0.0005)));
        bar(rows, "recall, step 0.005 %, 1000 instances, 1 h", ">=", 0.8, own -> recall(own, in(Case.Group.LARGE)));
        for (Scenario scenario : SILENT) {
            bar(rows, "silent, " + name(scenario), ">=", 0.98, own -> silent(own, cell(scenario)));
        }
        bar(
                rows,
                "false incidents a deploy, entry mix",
                "<=",
                0.05,
                own -> falsePerDeploy(own, cell(Scenario.ENTRY_MIX)));
        bar(rows, "root within one frame", ">=", 0.95, this::near);
        bar(rows, "minutes until found, >= 0.5 %, p50", "<=", 10, own -> minutes(own, false, 0.5));
        bar(rows, "minutes until found, >= 0.5 %, p95", "<=", 10, own -> minutes(own, false, 0.95));
        bar(rows, "minutes until told, >= 0.5 %, p50", "", 20, own -> minutes(own, true, 0.5));
        for (Scenario scenario : NOT_A_REGRESSION) {
            bar(rows, "silent, " + name(scenario), "", 0.98, own -> silent(own, cell(scenario)));
        }
        bar(
                rows,
                "recall, ramp >= 0.2 %, 50/50",
                "",
                0.95,
                own -> recall(own, cell(Scenario.RAMP).and(r -> r.of().size() >= 0.002)));
        return rows;
    }

    /** Alerts by scenario and size, 50 instances a version: right and wrong ones a deploy. */
    public List<Map<String, Object>> cells() {
        Map<String, Map<String, Object>> rows = new LinkedHashMap<>();
        for (Case.Result result : results) {
            Case of = result.of();
            if (result.detector().equals(Case.OURS)) {
                String key = of.group() + " " + name(of.scenario()) + " "
                        + (of.group() == Case.Group.CELL ? of.size() * 100 + " %" : "");
                Map<String, Object> row = rows.computeIfAbsent(key, k -> new LinkedHashMap<>(Map.of("deploys of", k)));
                row.merge("deploys", 1, (a, b) -> (int) a + (int) b);
                row.merge("found", result.isFound() ? 1 : 0, (a, b) -> (int) a + (int) b);
                row.merge("false", result.falseAlerts(), (a, b) -> (int) a + (int) b);
            }
        }
        return List.copyOf(rows.values());
    }

    private interface Figure {
        double of(Predicate<Case.Result> detector);
    }

    private void bar(List<Map<String, Object>> rows, String name, String sign, double bar, Figure figure) {
        double ours = figure.of(by(Case.OURS));
        if (Double.isNaN(ours)) {
            return;
        }
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("figure", name);
        row.put("ours", rounded(ours));
        row.put("bar", sign.isEmpty() ? "-" : sign + " " + bar);
        boolean isMet = sign.equals("<=") ? ours <= bar : ours >= bar;
        row.put("verdict", sign.isEmpty() ? "-" : isMet ? "met" : "missed");
        for (String other : List.of(Case.OURS_SOONER, "threshold", "z test", "Otava's algorithm")) {
            row.put(other, rounded(figure.of(by(other))));
        }
        rows.add(row);
    }

    private static Object rounded(double value) {
        return Double.isNaN(value) ? "-" : Math.round(value * 10_000) / 10_000.0;
    }

    private static Predicate<Case.Result> by(String detector) {
        return result -> result.detector().equals(detector);
    }

    private static Predicate<Case.Result> in(Case.Group group) {
        return result -> result.of().group() == group;
    }

    private static Predicate<Case.Result> cell(Scenario scenario) {
        return in(Case.Group.CELL).and(result -> result.of().scenario() == scenario);
    }

    private static Predicate<Case.Result> steps(Predicate<Case.Result> size) {
        return cell(Scenario.STEP).and(size);
    }

    static String name(Scenario scenario) {
        return scenario.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private List<Case.Result> some(Predicate<Case.Result> detector, Predicate<Case.Result> which) {
        return results.stream().filter(detector.and(which)).toList();
    }

    private double falsePerDeploy(Predicate<Case.Result> detector, Predicate<Case.Result> which) {
        return some(detector, which).stream()
                .mapToInt(Case.Result::falseAlerts)
                .average()
                .orElse(Double.NaN);
    }

    /** False incidents a deploy than which no more are likely: of a Poisson distribution, one-sided. */
    private double atMost(Predicate<Case.Result> detector, Predicate<Case.Result> which) {
        List<Case.Result> deploys = some(detector, which);
        int seen = deploys.stream().mapToInt(Case.Result::falseAlerts).sum();
        return deploys.isEmpty() ? Double.NaN : mostLikely(seen) / deploys.size();
    }

    /** The mean at which so few events have a chance of 5 %. */
    static double mostLikely(int seen) {
        double low = seen;
        double high = 2 * seen + 10;
        while (high - low > 1e-6) {
            double mean = (low + high) / 2;
            double term = Math.exp(-mean);
            double chance = term;
            for (int k = 1; k <= seen; k++) {
                term *= mean / k;
                chance += term;
            }
            if (chance > UNLIKELY) {
                low = mean;
            } else {
                high = mean;
            }
        }
        return low;
    }

    private double silent(Predicate<Case.Result> detector, Predicate<Case.Result> which) {
        return some(detector, which).stream()
                .mapToInt(result -> result.falseAlerts() == 0 ? 1 : 0)
                .average()
                .orElse(Double.NaN);
    }

    private double recall(Predicate<Case.Result> detector, Predicate<Case.Result> which) {
        return some(detector, which).stream()
                .mapToInt(result -> result.isFound() ? 1 : 0)
                .average()
                .orElse(Double.NaN);
    }

    private double precision(Predicate<Case.Result> detector) {
        List<Case.Result> planted = some(detector, in(Case.Group.CELL).or(in(Case.Group.MIXED)));
        double right = planted.stream().mapToInt(Case.Result::trueAlerts).sum();
        double wrong = planted.stream().mapToInt(Case.Result::falseAlerts).sum();
        return right / (right + wrong);
    }

    private double near(Predicate<Case.Result> detector) {
        return some(detector, Case.Result::isFound).stream()
                .mapToInt(result -> result.near() ? 1 : 0)
                .average()
                .orElse(Double.NaN);
    }

    private double minutes(Predicate<Case.Result> detector, boolean told, double quantile) {
        // What was never found took longer than all that was.
        double[] minutes = some(detector, steps(result -> result.of().size() >= 0.005)).stream()
                .mapToDouble(result -> told ? result.told() : result.found())
                .map(value -> Double.isNaN(value) ? Double.POSITIVE_INFINITY : value)
                .sorted()
                .toArray();
        return minutes.length == 0
                ? Double.NaN
                : minutes[Math.min(minutes.length - 1, (int) (quantile * minutes.length))];
    }
}
