package dev.stackhouse.query.flamegraph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Arrays of nodes that grow. */
final class FlameTreeBuilder {
    private int size;
    private int[] levels = new int[1024];
    private int[] methodIndexes = new int[1024];
    private final long[][] selfValues;

    FlameTreeBuilder(int sides) {
        selfValues = new long[sides][1024];
    }

    void add(int level, int methodIndex) {
        if (size == levels.length) {
            levels = Arrays.copyOf(levels, size * 2);
            methodIndexes = Arrays.copyOf(methodIndexes, size * 2);
            for (int side = 0; side < selfValues.length; side++) {
                selfValues[side] = Arrays.copyOf(selfValues[side], size * 2);
            }
        }
        levels[size] = level;
        methodIndexes[size] = methodIndex;
        size++;
    }

    /** Adds weight of a side to the node added last. */
    void addToLast(int side, long value) {
        selfValues[side][size - 1] += value;
    }

    /** Builds the tree; of the methods only those that occur in it are kept, in their order. */
    FlameTree build(List<Method> methods) {
        boolean[] occurs = new boolean[methods.size()];
        for (int node = 0; node < size; node++) {
            occurs[methodIndexes[node]] = true;
        }
        List<Method> kept = new ArrayList<>();
        int[] indexInKept = new int[methods.size()];
        for (int method = 0; method < occurs.length; method++) {
            indexInKept[method] = kept.size();
            if (occurs[method]) {
                kept.add(methods.get(method));
            }
        }
        int[] indexes = new int[size];
        Arrays.setAll(indexes, node -> indexInKept[methodIndexes[node]]);
        long[][] values = new long[selfValues.length][];
        Arrays.setAll(values, side -> Arrays.copyOf(selfValues[side], size));
        return new FlameTree(kept, Arrays.copyOf(levels, size), indexes, values);
    }
}
