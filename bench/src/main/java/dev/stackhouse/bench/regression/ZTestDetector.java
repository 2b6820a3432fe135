package dev.stackhouse.bench.regression;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A z test of proportions over all samples of a version, Benjamini and Hochberg's procedure, and our floors. Names the surest method. */
final class ZTestDetector implements Detector {
    private static final double ERROR_RATE = 0.001;
    private static final double RELATIVE = 0.03;
    private static final double ABSOLUTE = 0.0003;
    private static final double FEWEST_SAMPLES = 100;

    private record Tested(String method, double pValue, double before, double change) {}

    @Override
    public String name() {
        return "z test";
    }

    @Override
    public List<Suspect> look(Deploy deploy, int look) {
        MethodCounts before = new MethodCounts(deploy.service.tree, deploy.older());
        MethodCounts after = new MethodCounts(deploy.service.tree, deploy.newer());
        List<Tested> tested = new ArrayList<>();
        for (String method : after.self.keySet()) {
            double old = before.self.getOrDefault(method, 0.0);
            double now = after.self.get(method);
            if (old + now >= FEWEST_SAMPLES) {
                double share = (old + now) / (before.all + after.all);
                double error = Math.sqrt(share * (1 - share) * (1 / before.all + 1 / after.all));
                double change = now / after.all - old / before.all;
                tested.add(new Tested(method, twoSided(change / error), old / before.all, change));
            }
        }
        tested.sort(Comparator.comparingDouble(Tested::pValue));
        double rate = ERROR_RATE / Math.pow(2, look + 1.0);
        int last = 0;
        for (int rank = 1; rank <= tested.size(); rank++) {
            if (tested.get(rank - 1).pValue <= rate * rank / tested.size()) {
                last = rank;
            }
        }
        return tested.subList(0, last).stream()
                .filter(test -> test.change >= Math.max(ABSOLUTE, RELATIVE * test.before))
                .limit(1)
                .map(test -> new Suspect(test.method))
                .toList();
    }

    /** Tail of the normal distribution; Abramowitz and Stegun 26.2.17 in the middle, the asymptotic series outside. */
    static double twoSided(double z) {
        double x = Math.abs(z);
        double density = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
        if (x > 5) {
            return 2 * density / x * (1 - 1 / (x * x));
        }
        double t = 1 / (1 + 0.2316419 * x);
        return 2
                * density
                * t
                * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    }
}
