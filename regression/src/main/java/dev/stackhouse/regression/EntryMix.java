package dev.stackhouse.regression;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What entry points explain: which of them are called more or less often, by the median of all that is below each.
 *
 * <p>An entry point is where the work of a service divides: below the frames that nearly all of it has in common, and once more below an entry that is most of it (a pool of threads, say).
 */
final class EntryMix {
    private static final double IN_COMMON = 0.8;
    private static final double LARGE = 0.4;
    private static final double LEAST_SHARE = 0.002;
    private static final double LEAST_RATIO = 0.03;
    private static final int FEWEST_NODES = 3;
    private static final double FEWEST_SAMPLES = 30;

    /** An entry point is said to be called more often if so much of its growth is that of its median. */
    private static final double COHERENT = 0.5;

    /** Nodes that are called more often: what they should have grown by. */
    private final double[] expected;

    final List<Integer> moved = new ArrayList<>();
    private final Paths paths;
    private final Profiles profiles;

    /** Of a node whose ratio says something. */
    private final double leastShare;

    EntryMix(Paths paths, Profiles profiles, Judge judge, Fleet fleet) {
        this.paths = paths;
        this.profiles = profiles;
        expected = new double[paths.size];
        leastShare = FEWEST_SAMPLES
                / Math.min(fleet.side(false).samples(), fleet.side(true).samples());
        for (int entry : entries()) {
            double ratio = ratio(entry);
            double growth = Math.log(profiles.totalAfter[entry] / profiles.totalBefore[entry]);
            if (Math.abs(ratio) < LEAST_RATIO || ratio * growth <= 0 || ratio / growth < COHERENT) {
                continue;
            }
            BitSet members = paths.members(new UnitKey(Unit.Type.PATH_TOTAL, entry));
            if (judge.test(fleet.row(members)).pValue() < 0.01) {
                moved.add(entry);
                members.stream().forEach(node -> expected[node] = profiles.before[node] * Math.expm1(ratio));
            }
        }
    }

    /** What a unit should have grown by. */
    double expected(BitSet members) {
        return members.stream().mapToDouble(node -> expected[node]).sum();
    }

    private List<Integer> entries() {
        List<Integer> entries = new ArrayList<>();
        for (int first : children(branching(0))) {
            List<Integer> deeper = profiles.totalBefore[first] < LARGE ? List.of() : children(branching(first));
            entries.addAll(deeper.size() < 2 ? List.of(first) : deeper);
        }
        return entries;
    }

    /** Where from a node on the work divides. */
    private int branching(int from) {
        int at = from;
        while (true) {
            int next = -1;
            for (int child : children(at)) {
                if (profiles.totalBefore[child] >= IN_COMMON * profiles.totalBefore[at]) {
                    next = child;
                }
            }
            if (next < 0) {
                return at;
            }
            at = next;
        }
    }

    private List<Integer> children(int parent) {
        List<Integer> children = new ArrayList<>();
        for (int node = parent + 1; node < paths.size; node++) {
            if (paths.parent[node] == parent && profiles.totalBefore[node] >= LEAST_SHARE) {
                children.add(node);
            }
        }
        return children;
    }

    /** Logarithm of how much more often an entry point is called. */
    private double ratio(int entry) {
        double[] ratios = new double[paths.size];
        double[] weights = new double[paths.size];
        int used = 0;
        for (int node = entry; node < paths.size; node++) {
            double mean = (profiles.before[node] + profiles.after[node]) / 2;
            if (mean >= leastShare
                    && profiles.before[node] > 0
                    && profiles.after[node] > 0
                    && paths.isWithin(node, entry)) {
                ratios[node] = Math.log(profiles.after[node] / profiles.before[node]);
                weights[node] = 1;
                used++;
            }
        }
        return used < FEWEST_NODES ? 0 : WeightedMedian.of(ratios, weights);
    }
}
