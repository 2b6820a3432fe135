package dev.stackhouse.bench.regression;

import java.util.List;

/** A threshold on the share of methods: a tenth more, and a tenth of a point more. Names the one that grew most. */
final class ThresholdDetector implements Detector {
    private static final double RELATIVE = 0.1;
    private static final double ABSOLUTE = 0.001;

    @Override
    public String name() {
        return "threshold";
    }

    @Override
    public List<Suspect> look(Deploy deploy, int look) {
        MethodCounts before = new MethodCounts(deploy.service.tree, deploy.older());
        MethodCounts after = new MethodCounts(deploy.service.tree, deploy.newer());
        String worst = "";
        double most = 0;
        for (String method : after.self.keySet()) {
            double old = before.self.getOrDefault(method, 0.0) / before.all;
            double grown = after.self.get(method) / after.all - old;
            if (grown >= ABSOLUTE && grown >= RELATIVE * old && grown > most) {
                most = grown;
                worst = method;
            }
        }
        return worst.isEmpty() ? List.of() : List.of(new Suspect(worst));
    }
}
