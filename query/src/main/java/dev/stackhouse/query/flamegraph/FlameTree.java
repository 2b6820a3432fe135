package dev.stackhouse.query.flamegraph;

import java.util.ArrayList;
import java.util.List;

/**
 * Merged stacks as a tree, in pre-order: entry i of each array is node i, node 0 is the root "all" at level 0. Siblings are
 * ordered by name, so that the graphs of two moments can be compared by eye; "(other)" comes last. A tree may have several sides,
 * as of two moments, which weigh differently on the same nodes.
 */
public final class FlameTree {
    private final List<Method> methods;
    private final int[] levels;
    private final int[] methodIndexes;
    private final long[][] selfValues;

    FlameTree(List<Method> methods, int[] levels, int[] methodIndexes, long[][] selfValues) {
        this.methods = List.copyOf(methods);
        this.levels = levels;
        this.methodIndexes = methodIndexes;
        this.selfValues = selfValues;
    }

    /**
     * Merges stacks. Since they are sorted, each shares with the one before it the path that is already in the tree, and what
     * is left of it are new nodes.
     */
    public static FlameTree of(MethodStacks stacks) {
        List<Method> methods = new ArrayList<>(stacks.methods());
        methods.add(Method.ALL);
        FlameTreeBuilder nodes = new FlameTreeBuilder(stacks.sides());
        nodes.add(0, methods.size() - 1);
        merge(stacks, 1, nodes);
        return nodes.build(methods);
    }

    /** Merges stacks that all begin with the same method, which becomes the root. */
    static FlameTree ofOneRoot(MethodStacks stacks) {
        FlameTreeBuilder nodes = new FlameTreeBuilder(stacks.sides());
        merge(stacks, 0, nodes);
        return nodes.build(stacks.methods());
    }

    private static void merge(MethodStacks stacks, int firstLevel, FlameTreeBuilder nodes) {
        int[] previous = {};
        for (MethodStacks.MethodStack stack : stacks.stacks()) {
            int[] path = stack.methods();
            int shared = 0;
            while (shared < path.length && shared < previous.length && path[shared] == previous[shared]) {
                shared++;
            }
            for (int depth = shared; depth < path.length; depth++) {
                nodes.add(firstLevel + depth, path[depth]);
            }
            // Sorted: either new nodes were added, or the path is the previous one again.
            nodes.addToLast(stack.side(), stack.value());
            previous = path;
        }
    }

    public int size() {
        return levels.length;
    }

    /** Methods of the nodes, referred to by {@link #methodIndex}. */
    public List<Method> methods() {
        return methods;
    }

    public int level(int node) {
        return levels[node];
    }

    public int methodIndex(int node) {
        return methodIndexes[node];
    }

    public Method method(int node) {
        return methods.get(methodIndexes[node]);
    }

    /** Number of sides; 1 for a plain flame graph. */
    public int sides() {
        return selfValues.length;
    }

    /** Weight of the node without its children, on the first side. */
    public long selfValue(int node) {
        return selfValues[0][node];
    }

    public long selfValue(int node, int side) {
        return selfValues[side][node];
    }

    /** Weight of each node with its children, on the first side. */
    public long[] totalValues() {
        return totalValues(0);
    }

    public long[] totalValues(int side) {
        long[] totals = selfValues[side].clone();
        int[] parents = parents();
        for (int node = size() - 1; node > 0; node--) {
            totals[parents[node]] += totals[node];
        }
        return totals;
    }

    /** Parent of each node; -1 for the root. */
    int[] parents() {
        int[] parents = new int[size()];
        int[] path = new int[size()];
        for (int node = 0; node < parents.length; node++) {
            int level = levels[node];
            parents[node] = level == 0 ? -1 : path[level - 1];
            path[level] = node;
        }
        return parents;
    }
}
