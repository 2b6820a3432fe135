package dev.stackhouse.bench.regression;

import dev.stackhouse.regression.CallTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A simulated service: a call tree, what each node takes itself, and the entry point that it belongs to.
 *
 * <p>Entry points are unlike in size (Zipf), half of all frames are methods of one entry point, the others belong to libraries that all of them call, and self time is log-normal with a standard deviation of 2.
 */
final class ServiceTree {
    private static final double BACKGROUND = 0.08;
    private static final int MOST_DEPTH = 50;

    /** Of an entry point: no request is handled in one frame. */
    private static final int FEWEST_NODES = 10;

    final CallTree tree = new CallTree();

    /** Share of all samples by node. */
    final double[] self;

    /** Entry point by node; 0 for what none of them does. */
    final int[] entry;

    /** Method by node. */
    final int[] method;

    final int methods;
    final int entries;
    final int compiler;
    private final List<Integer> entryOf = new ArrayList<>(List.of(0));

    ServiceTree(Draws draws) {
        int size = (int) Math.exp(draws.uniform(Math.log(1500), Math.log(10_000)));
        entries = 8 + draws.below(13);
        List<Integer> code = new ArrayList<>();
        int dispatcher = add(add(add(0, "Thread.run", 0), "Worker.run", 0), "Dispatcher.dispatch", 0);
        for (int e = 1; e <= entries; e++) {
            int own = code.size();
            code.add(add(dispatcher, "Controller" + e + ".handle", e));
            for (int i = 1; i < FEWEST_NODES; i++) {
                code.add(add(code.get(own + draws.below(i)), "Service" + e + ".m" + tree.size(), e));
            }
        }
        compiler = add(0, "C2 CompilerThread", 0);
        List<Integer> background = List.of(
                compiler,
                add(0, "GC Thread", 0),
                add(add(tree.child(0, "Thread.run"), "Scheduler.run", 0), "Metrics.report", 0));
        int libraries = size / 8;
        while (tree.size() < size) {
            // The newest nodes are likelier to call on: that is what makes stacks deep.
            int from = draws.uniform() < 0.5 ? Math.max(0, code.size() - 40) : 0;
            int parent = code.get(from + draws.below(code.size() - from));
            if (tree.path(parent).size() >= MOST_DEPTH) {
                continue;
            }
            int number = entryOf.get(parent);
            String frame = draws.uniform() < 0.5
                    ? "Library.m" + (int) (libraries * Math.pow(draws.uniform(), 2))
                    : "Service" + number + ".m" + tree.size();
            int before = tree.size();
            int child = tree.child(parent, frame);
            if (tree.size() > before) {
                entryOf.add(number);
                code.add(child);
            }
        }
        entry = entryOf.stream().mapToInt(Integer::intValue).toArray();
        self = shares(draws, code, background);
        method = new int[tree.size()];
        Map<String, Integer> numbers = new HashMap<>();
        for (int node = 0; node < method.length; node++) {
            Integer known = numbers.putIfAbsent(tree.frame(node), numbers.size());
            method[node] = known == null ? numbers.size() - 1 : known;
        }
        methods = numbers.size();
    }

    private int add(int parent, String frame, int number) {
        int before = tree.size();
        int node = tree.child(parent, frame);
        if (tree.size() > before) {
            entryOf.add(number);
        }
        return node;
    }

    private double[] shares(Draws draws, List<Integer> code, List<Integer> background) {
        double[] shares = new double[tree.size()];
        double[] sums = new double[entries + 1];
        for (int node : code) {
            shares[node] = Math.exp(2 * draws.normal()) * (draws.uniform() < 0.3 ? 0.01 : 1);
            sums[entry[node]] += shares[node];
        }
        double harmonic = 0;
        for (int e = 1; e <= entries; e++) {
            harmonic += 1.0 / e;
        }
        for (int node : code) {
            shares[node] *= (1 - BACKGROUND) / entry[node] / harmonic / sums[entry[node]];
        }
        for (int node : background) {
            shares[node] = BACKGROUND / background.size();
        }
        return shares;
    }

    /** What a method takes itself, wherever it is called. */
    double[] byMethod() {
        double[] shares = new double[methods];
        for (int node = 0; node < self.length; node++) {
            shares[method[node]] += self[node];
        }
        return shares;
    }

    /** What each method takes with all that it calls, once a stack. */
    double[] totalsByMethod() {
        double[] paths = self.clone();
        for (int node = self.length - 1; node > 0; node--) {
            paths[tree.parent(node)] += paths[node];
        }
        double[] totals = new double[methods];
        for (int node = 1; node < self.length; node++) {
            int at = tree.parent(node);
            while (at > 0 && method[at] != method[node]) {
                at = tree.parent(at);
            }
            if (at <= 0) {
                totals[method[node]] += paths[node];
            }
        }
        return totals;
    }

    /** Nodes of entry points. */
    int[] code() {
        return Arrays.stream(nodes()).filter(node -> entry[node] > 0).toArray();
    }

    private int[] nodes() {
        int[] nodes = new int[self.length];
        Arrays.setAll(nodes, node -> node);
        return nodes;
    }
}
