package dev.stackhouse.bench.regression;

import dev.stackhouse.regression.CallTree;
import java.util.Arrays;

/**
 * What a deploy changes.
 *
 * @param node that takes more; 0 if none does
 * @param donor that takes less by as much; 0 if none does
 * @param size of the change, a share of all samples
 * @param entry that is called more often; 0 if none is
 * @param renamed frame that has another name in the newer version; empty if none has
 * @param startMinutes after the warm-up at which a transient begins
 */
record Planted(Scenario scenario, int node, int donor, double size, int entry, String renamed, double startMinutes) {
    private static final double LEAST_SHARE = 0.0001;
    private static final double LARGEST_SHARE = 0.01;
    private static final double LARGEST_SMALL_SHARE = 0.001;

    /** Chooses a place for a change, and makes the service such that it can happen. */
    static Planted in(ServiceTree service, Scenario scenario, double size, boolean small, Draws draws) {
        if (scenario == Scenario.QUIET) {
            return new Planted(scenario, 0, 0, 0, 0, "", 0);
        }
        int node = node(service, small ? LARGEST_SMALL_SHARE : LARGEST_SHARE, draws);
        int donor = scenario == Scenario.COST_SHIFT ? beside(service, node, draws) : 0;
        if (scenario == Scenario.IMPROVEMENT) {
            service.self[node] += size;
        } else if (scenario == Scenario.COST_SHIFT) {
            service.self[donor] += size;
        }
        int entry = scenario == Scenario.ENTRY_MIX ? 1 + draws.below(service.entries) : 0;
        String renamed = scenario == Scenario.RENAMED ? sized(service, size) : "";
        return new Planted(scenario, node, donor, size, entry, renamed, draws.uniform(0, 130));
    }

    /** Whether a node takes more or less than before. */
    boolean touches(int other, ServiceTree service) {
        return other == node || other == donor || other == service.compiler;
    }

    /** Of a method that takes between the least and the largest share itself, all orders of magnitude alike. */
    private static int node(ServiceTree service, double largest, Draws draws) {
        double[] methods = service.byMethod();
        double share = Math.exp(draws.uniform(Math.log(LEAST_SHARE), Math.log(largest)));
        int[] nodes = Arrays.stream(service.code())
                .filter(node -> service.tree.path(node).size() > 4)
                .toArray();
        double nearest = Double.POSITIVE_INFINITY;
        for (int node : nodes) {
            nearest = Math.min(nearest, distance(methods[service.method[node]], share));
        }
        double least = nearest;
        int[] alike = Arrays.stream(nodes)
                .filter(node -> distance(methods[service.method[node]], share) <= least + 0.05)
                .toArray();
        return alike[draws.below(alike.length)];
    }

    /** A sibling, the parent, or a sibling of it: code that was moved has not gone far. */
    private static int beside(ServiceTree service, int node, Draws draws) {
        CallTree tree = service.tree;
        int parent = tree.parent(node);
        int[] near = Arrays.stream(service.code())
                .filter(other -> other != node
                        && service.method[other] != service.method[node]
                        && (other == parent
                                || tree.parent(other) == parent
                                || tree.parent(other) == tree.parent(parent)
                                || tree.parent(other) == node))
                .toArray();
        return near.length == 0 ? parent : near[draws.below(near.length)];
    }

    /** The method that comes nearest to a size. */
    private static String sized(ServiceTree service, double size) {
        double[] totals = service.totalsByMethod();
        int best = 0;
        for (int node : service.code()) {
            if (service.tree.path(node).size() > 4
                    && (best == 0
                            || distance(totals[service.method[node]], size)
                                    < distance(totals[service.method[best]], size))) {
                best = node;
            }
        }
        return service.tree.frame(best);
    }

    private static double distance(double one, double other) {
        return one <= 0 ? Double.POSITIVE_INFINITY : Math.abs(Math.log(one / other));
    }
}
