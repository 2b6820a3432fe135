package dev.stackhouse.query.flamegraph;

import java.util.List;

/** Cuts out of a tree what lies under a path. */
public final class Focus {
    private Focus() {}

    /**
     * Returns the root, the path and everything under its end. What else there was is gone: nodes of the path weigh only what
     * lies under its end.
     *
     * @param path names from below the root down; of siblings of the same name and different types the heaviest is meant
     * @throws UnknownPathException if there is no such path
     */
    public static FlameTree on(FlameTree tree, List<String> path) {
        if (path.isEmpty()) {
            return tree;
        }
        int[] parents = tree.parents();
        long[] totals = new long[tree.size()];
        for (int side = 0; side < tree.sides(); side++) {
            long[] ofSide = tree.totalValues(side);
            for (int node = 0; node < totals.length; node++) {
                totals[node] += ofSide[node];
            }
        }
        FlameTreeBuilder nodes = new FlameTreeBuilder(tree.sides());
        nodes.add(0, tree.methodIndex(0));
        int at = 0;
        for (int level = 1; level <= path.size(); level++) {
            int child = heaviestChild(tree, parents, totals, at, path.get(level - 1));
            if (child < 0) {
                throw new UnknownPathException(level, path.get(level - 1));
            }
            at = child;
            if (level < path.size()) {
                nodes.add(level, tree.methodIndex(at));
            }
        }
        int end = at + 1;
        while (end < tree.size() && tree.level(end) > path.size()) {
            end++;
        }
        for (int node = at; node < end; node++) {
            nodes.add(tree.level(node), tree.methodIndex(node));
            for (int side = 0; side < tree.sides(); side++) {
                nodes.addToLast(side, tree.selfValue(node, side));
            }
        }
        return nodes.build(tree.methods());
    }

    private static int heaviestChild(FlameTree tree, int[] parents, long[] totals, int parent, String name) {
        int heaviest = -1;
        for (int node = parent + 1; node < tree.size() && tree.level(node) > tree.level(parent); node++) {
            if (parents[node] == parent
                    && tree.method(node).name().equals(name)
                    && (heaviest < 0 || totals[node] > totals[heaviest])) {
                heaviest = node;
            }
        }
        return heaviest;
    }

    /** There is no such path in the tree. */
    public static final class UnknownPathException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnknownPathException(int level, String name) {
            super("no '" + name + "' at level " + level + " of the path");
        }
    }
}
