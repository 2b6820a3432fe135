package dev.stackhouse.query.flamegraph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a tree down to its heaviest nodes. What is cut becomes a child "(other)" of its parent, so that no weight is lost.
 *
 * <p>Nodes are taken by total, and of equal ones in pre-order: a parent is never lighter than its child and comes before it,
 * so the taken ones are always a tree (weights are compared with seven digits, and rounding keeps that order). Each node taken costs itself and at most one "(other)".
 */
public final class Pruning {
    /** The root and its "(other)". */
    public static final int LEAST_NODES = 2;

    private Pruning() {}

    /**
     * Returns a tree of at most {@code maxNodes} nodes with the same weight.
     *
     * @param maxNodes at least {@link #LEAST_NODES}
     */
    public static FlameTree prune(FlameTree tree, int maxNodes) {
        double[] factors = new double[tree.sides()];
        Arrays.fill(factors, 1);
        return prune(tree, maxNodes, factors);
    }

    /**
     * Returns a tree of at most {@code maxNodes} nodes with the same weight on every side; a node is as heavy as it is on the
     * side where it is heaviest.
     *
     * @param factors what to multiply the weights of each side with to compare them
     */
    public static FlameTree prune(FlameTree tree, int maxNodes, double[] factors) {
        if (tree.size() <= maxNodes) {
            return tree;
        }
        if (maxNodes < LEAST_NODES) {
            throw new IllegalArgumentException("a tree needs " + LEAST_NODES + " nodes, not " + maxNodes);
        }
        int[] parents = tree.parents();
        double[] weights = new double[tree.size()];
        for (int side = 0; side < tree.sides(); side++) {
            long[] totals = tree.totalValues(side);
            for (int node = 0; node < weights.length; node++) {
                weights[node] = Math.max(weights[node], totals[node] * factors[side]);
            }
        }
        return rebuild(tree, parents, taken(parents, weights, maxNodes));
    }

    private static boolean[] taken(int[] parents, double[] weights, int maxNodes) {
        int size = parents.length;
        int[] missingChildren = new int[size];
        for (int node = 1; node < size; node++) {
            missingChildren[parents[node]]++;
        }
        // Heaviest first, equal ones in pre-order, as numbers that sort fast: the complement of a weight's bits above
        // the node.
        long[] byWeight = new long[size];
        for (int node = 0; node < size; node++) {
            byWeight[node] = (long) (Integer.MAX_VALUE - Float.floatToRawIntBits((float) weights[node])) << 32 | node;
        }
        Arrays.sort(byWeight);
        boolean[] taken = new boolean[size];
        int nodes = 0;
        for (long key : byWeight) {
            int node = (int) key;
            int cost = missingChildren[node] > 0 ? 2 : 1;
            if (node > 0 && missingChildren[parents[node]] == 1) {
                cost--; // its parent needs no "(other)" any more
            }
            if (nodes + cost > maxNodes) {
                break;
            }
            nodes += cost;
            taken[node] = true;
            if (node > 0) {
                missingChildren[parents[node]]--;
            }
        }
        return taken;
    }

    private static FlameTree rebuild(FlameTree tree, int[] parents, boolean[] taken) {
        List<Method> methods = new ArrayList<>(tree.methods());
        methods.add(Method.OTHER);
        int size = tree.size();
        long[][] cut = new long[tree.sides()][size];
        boolean[] hasCut = new boolean[size];
        for (int side = 0; side < tree.sides(); side++) {
            long[] totals = tree.totalValues(side);
            for (int node = 1; node < size; node++) {
                if (!taken[node] && taken[parents[node]]) {
                    cut[side][parents[node]] += totals[node];
                    hasCut[parents[node]] = true;
                }
            }
        }
        FlameTreeBuilder nodes = new FlameTreeBuilder(tree.sides());
        int[] path = new int[size];
        int depth = 0; // length of the path to the node added last
        for (int node = 0; node <= size; node++) {
            if (node < size && !taken[node]) {
                continue;
            }
            int level = node < size ? tree.level(node) : 0;
            while (depth > level) {
                int ended = path[--depth];
                if (hasCut[ended]) {
                    nodes.add(depth + 1, methods.size() - 1);
                    for (int side = 0; side < tree.sides(); side++) {
                        nodes.addToLast(side, cut[side][ended]);
                    }
                }
            }
            if (node < size) {
                nodes.add(level, tree.methodIndex(node));
                for (int side = 0; side < tree.sides(); side++) {
                    nodes.addToLast(side, tree.selfValue(node, side));
                }
                path[depth++] = node;
            }
        }
        return nodes.build(methods);
    }
}
