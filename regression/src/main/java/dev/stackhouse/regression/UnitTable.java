package dev.stackhouse.regression;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The units that are compared, and their samples by instance.
 *
 * <p>Every unit that is tested costs all others some certainty. So those are left out that are too rare to be judged, that cannot change by what is asked for, or that are nearly the same as another one.
 */
final class UnitTable {
    /** Of both sides together: with fewer, not even a doubling would be found. */
    private static final double FEWEST_SAMPLES = 100;

    /** A caller is not compared if that much of it is one callee: their changes are the same. */
    static final double NEARLY_ALL = 0.98;

    final List<UnitKey> units = new ArrayList<>();
    final List<float[]> rows = new ArrayList<>();

    private final Paths paths;
    private final double[] shares;
    private final double[] samples;

    UnitTable(Paths paths, Fleet fleet, double smallestShare) {
        this.paths = paths;
        int all = 2 * paths.methods.size() + paths.size;
        shares = new double[all];
        samples = new double[all];
        long[] marks = new long[all];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < fleet.size; i++) {
            double[] counts = counts(fleet, i);
            long mark = random.nextLong() | 1;
            double scale = 1 / fleet.totals[i] / fleet.size;
            for (int unit = 0; unit < all; unit++) {
                if (counts[unit] > 0) {
                    shares[unit] += counts[unit] * scale;
                    samples[unit] += counts[unit];
                    marks[unit] += ((long) counts[unit]) * mark;
                }
            }
        }
        BitSet kept = chosen(smallestShare, marks);
        int[] position = new int[all];
        for (int unit = kept.nextSetBit(0); unit >= 0; unit = kept.nextSetBit(unit + 1)) {
            position[unit] = units.size();
            units.add(key(unit));
            rows.add(new float[fleet.size]);
        }
        for (int i = 0; i < fleet.size; i++) {
            double[] counts = counts(fleet, i);
            for (int unit = kept.nextSetBit(0); unit >= 0; unit = kept.nextSetBit(unit + 1)) {
                rows.get(position[unit])[i] = (float) counts[unit];
            }
        }
    }

    private BitSet chosen(double smallestShare, long[] marks) {
        BitSet kept = new BitSet(shares.length);
        Set<Long> seen = new HashSet<>();
        BitSet nearlyOne = nearlyOne();
        int methods = paths.methods.size();
        for (int at = 0; at < shares.length; at++) {
            // Of paths that are the same the deepest is kept.
            int unit = at < 2 * methods ? at : shares.length - 1 - (at - 2 * methods);
            if ((unit % methods == 0 && unit < 2 * methods) || unit == 2 * methods) {
                continue; // The root: all samples of an instance.
            }
            if (shares[unit] >= smallestShare
                    && samples[unit] >= FEWEST_SAMPLES
                    && !nearlyOne.get(unit)
                    && seen.add(marks[unit])) {
                kept.set(unit);
            }
        }
        return kept;
    }

    private BitSet nearlyOne() {
        BitSet nearlyOne = new BitSet(shares.length);
        int methods = paths.methods.size();
        for (int node = 1; node < paths.size; node++) {
            int unit = 2 * methods + node;
            int above = 2 * methods + paths.parent[node];
            int inAll = methods + paths.method[node];
            if (samples[unit] >= NEARLY_ALL * samples[above]) {
                nearlyOne.set(above);
            }
            if (samples[unit] >= NEARLY_ALL * samples[inAll]) {
                nearlyOne.set(unit); // The method is kept: it has no other path worth a name.
            }
        }
        for (int method = 1; method < methods; method++) {
            if (samples[method] >= NEARLY_ALL * samples[methods + method]) {
                nearlyOne.set(methods + method);
            }
        }
        return nearlyOne;
    }

    private UnitKey key(int unit) {
        int methods = paths.methods.size();
        if (unit < methods) {
            return new UnitKey(Unit.Type.METHOD_SELF, unit);
        }
        return unit < 2 * methods
                ? new UnitKey(Unit.Type.METHOD_TOTAL, unit - methods)
                : new UnitKey(Unit.Type.PATH_TOTAL, unit - 2 * methods);
    }

    /** Samples of all units on an instance: methods themselves, methods in all, paths. */
    private double[] counts(Fleet fleet, int instance) {
        int methods = paths.methods.size();
        double[] counts = new double[shares.length];
        double[] nodes = fleet.self(instance);
        for (int node = 0; node < nodes.length; node++) {
            counts[paths.method[node]] += nodes[node];
        }
        paths.addUp(nodes);
        for (int node = 0; node < nodes.length; node++) {
            if (node == 0 || paths.outermost[node]) {
                counts[methods + paths.method[node]] += nodes[node];
            }
            counts[2 * methods + node] = nodes[node];
        }
        return counts;
    }

    /** The rows of methods themselves: every sample is in at most one of them. */
    List<float[]> selfRows() {
        List<float[]> self = new ArrayList<>();
        for (int at = 0; at < units.size(); at++) {
            if (units.get(at).type() == Unit.Type.METHOD_SELF) {
                self.add(rows.get(at));
            }
        }
        return self;
    }
}
