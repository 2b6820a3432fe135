package dev.stackhouse.bench.regression;

import dev.stackhouse.regression.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Deploys of all kinds, judged by all detectors.
 *
 * @param seed of all that is random
 * @param deploys of each scenario and size; mixed ones are ten times as many
 * @param quietDeploys in which nothing is planted
 * @param largeDeploys of a thousand instances
 * @param scenarios that are judged; the others are left out, and change nothing of these
 * @param others whether a threshold, a z test and Otava's algorithm judge too
 */
public record Evaluation(
        long seed,
        int deploys,
        int quietDeploys,
        int largeDeploys,
        int threads,
        Set<Scenario> scenarios,
        boolean others) {
    static final double[] SIZES = {0.0005, 0.001, 0.002, 0.005, 0.01, 0.05};
    static final double LARGE_STEP = 0.00005;
    private static final List<Scenario> SCENARIOS = List.of(Scenario.values());
    private static final int[] INSTANCES = {5, 10, 20, 50, 100};
    private static final int CELL_INSTANCES = 50;
    private static final int LARGE_INSTANCES = 500;
    private static final Rules LOWERED = new Rules(0.001, 0.00003, 0.03, 3, 10_000);

    /** Judges them all. */
    public Figures run() throws InterruptedException, ExecutionException {
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            List<Future<List<Case.Result>>> running = new ArrayList<>();
            for (Case deploy : cases()) {
                if (deploy.group() != Case.Group.LARGE) {
                    running.add(workers.submit(() -> deploy.run(detectors(deploy))));
                }
            }
            List<Case.Result> results = new ArrayList<>();
            for (Future<List<Case.Result>> one : running) {
                results.addAll(one.get());
            }
            // One after the other: a thousand instances take a third of a gigabyte.
            for (Case deploy : cases()) {
                if (deploy.group() == Case.Group.LARGE) {
                    results.addAll(deploy.run(detectors(deploy)));
                }
            }
            return new Figures(results);
        } finally {
            workers.shutdownNow();
        }
    }

    private List<Detector> detectors(Case deploy) {
        OurDetector ours = new OurDetector(deploy.group() == Case.Group.LARGE ? LOWERED : Rules.DEFAULT);
        return others && deploy.group() != Case.Group.LARGE
                ? List.of(ours, new ThresholdDetector(), new ZTestDetector(), new OtavaDetector())
                : List.of(ours);
    }

    List<Case> cases() {
        return all().stream()
                .filter(deploy -> scenarios.contains(deploy.scenario()))
                .toList();
    }

    private List<Case> all() {
        Draws draws = new Draws(seed);
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < quietDeploys; i++) {
            int instances = INSTANCES[draws.below(INSTANCES.length)];
            cases.add(new Case(Case.Group.QUIET, Scenario.QUIET, 0, instances, seed(cases)));
        }
        for (Scenario scenario : SCENARIOS) {
            double[] sizes = scenario.isSized ? SIZES : new double[] {0};
            for (double size : scenario == Scenario.QUIET ? new double[0] : sizes) {
                for (int i = 0; i < deploys; i++) {
                    cases.add(new Case(Case.Group.CELL, scenario, size, CELL_INSTANCES, seed(cases)));
                }
            }
        }
        for (int i = 0; i < 10 * deploys; i++) {
            Scenario scenario = SCENARIOS.get(draws.below(SCENARIOS.size()));
            double size = SIZES[draws.below(SIZES.length)];
            int instances = INSTANCES[draws.below(INSTANCES.length)];
            cases.add(new Case(Case.Group.MIXED, scenario, size, instances, seed(cases)));
        }
        for (int i = 0; i < largeDeploys; i++) {
            cases.add(new Case(Case.Group.LARGE, Scenario.STEP, LARGE_STEP, LARGE_INSTANCES, seed(cases)));
        }
        return cases;
    }

    private long seed(List<Case> cases) {
        return seed * 1_000_003 + cases.size();
    }
}
