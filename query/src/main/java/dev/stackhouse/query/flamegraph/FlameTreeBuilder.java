package dev.stackhouse.query.flamegraph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Arrays of nodes that grow. */
final class FlameTreeBuilder {
    private int size;
    private int[] levels = new int[1024];
    private int[] methodIndexes = new int[1024];
    private long[] selfValues = new long[1024];

    void add(int level, int methodIndex) {
        if (size == levels.length) {
            levels = Arrays.copyOf(levels, size * 2);
            methodIndexes = Arrays.copyOf(methodIndexes, size * 2);
            selfValues = Arrays.copyOf(selfValues, size * 2);
        }
        levels[size] = level;
        methodIndexes[size] = methodIndex;
        size++;
    }

    /** Adds weight to the node added last. */
    void addToLast(long value) {
        selfValues[size - 1] += value;
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
        return new FlameTree(kept, Arrays.copyOf(levels, size), indexes, Arrays.copyOf(selfValues, size));
    }
}
