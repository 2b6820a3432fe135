package dev.stackhouse.bench.regression;

import dev.stackhouse.regression.CallTree;
import dev.stackhouse.regression.InstanceCounts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Samples of methods over all instances of a version, as if they were one. */
final class MethodCounts {
    final Map<String, Double> self = new LinkedHashMap<>();
    final Map<String, Double> total = new LinkedHashMap<>();
    double all;

    MethodCounts(CallTree tree, List<InstanceCounts> instances) {
        double[] nodes = new double[tree.size()];
        for (InstanceCounts instance : instances) {
            for (int at = 0; at < instance.nodes().length; at++) {
                nodes[instance.nodes()[at]] += instance.samples()[at];
                all += instance.samples()[at];
            }
        }
        for (int node = 1; node < nodes.length; node++) {
            self.merge(tree.frame(node), nodes[node], Double::sum);
        }
        for (int node = nodes.length - 1; node > 0; node--) {
            nodes[tree.parent(node)] += nodes[node];
            if (isOutermost(tree, node)) {
                total.merge(tree.frame(node), nodes[node], Double::sum);
            }
        }
    }

    private static boolean isOutermost(CallTree tree, int node) {
        int at = tree.parent(node);
        while (at > 0 && !tree.frame(at).equals(tree.frame(node))) {
            at = tree.parent(at);
        }
        return at <= 0;
    }
}
