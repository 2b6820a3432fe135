package dev.stackhouse.query.compare;

import dev.stackhouse.regression.CallTree;
import dev.stackhouse.regression.InstanceCounts;
import dev.stackhouse.storage.read.StackTotals;
import dev.stackhouse.storage.read.StackTotals.FrameRow;
import dev.stackhouse.storage.read.StackTotals.StackTotal;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Counts samples by the nodes of a call tree of methods: without lines, and without the names of threads, since a pool that is
 * renamed makes nothing dearer. Not thread-safe.
 */
final class SampleCounts {
    /** Stands for a stack that is not looked at. */
    private static final int LEFT_OUT = -1;

    private final CallTree tree;
    /** Stacks that many instances have are the same object. */
    private final IdentityHashMap<List<FrameRow>, Integer> nodes = new IdentityHashMap<>();

    private final MethodNames names = new MethodNames();

    SampleCounts(CallTree tree) {
        this.tree = tree;
    }

    InstanceCounts of(String instance, StackTotals totals, Predicate<List<FrameRow>> keeps, double seconds) {
        TreeMap<Integer, Long> samplesOfNode = new TreeMap<>();
        long samples = 0;
        double value = 0;
        for (StackTotal stack : totals.stacks()) {
            int node = nodes.computeIfAbsent(stack.frames(), frames -> keeps.test(frames) ? node(frames) : LEFT_OUT);
            if (node != LEFT_OUT) {
                samplesOfNode.merge(node, stack.samples(), Long::sum);
                samples += stack.samples();
                value += stack.value();
            }
        }
        return new InstanceCounts(
                instance,
                samplesOfNode.keySet().stream().mapToInt(Integer::intValue).toArray(),
                samplesOfNode.values().stream().mapToLong(Long::longValue).toArray(),
                seconds,
                samples == 0 ? 0 : value / samples);
    }

    private int node(List<FrameRow> frames) {
        int node = 0;
        for (String name : names.of(frames)) {
            node = tree.child(node, name);
        }
        return node;
    }
}
