package dev.stackhouse.regression;

import java.util.BitSet;

/** Mean shares of both sides by node, and what they differ by. */
final class Profiles {
    final double[] before;
    final double[] after;

    /** Of a node and all below it. */
    final double[] totalBefore;

    final double[] totalAfter;

    Profiles(Paths paths, Judge judge) {
        before = judge.selfShares(false, paths.size);
        after = judge.selfShares(true, paths.size);
        totalBefore = before.clone();
        totalAfter = after.clone();
        paths.addUp(totalBefore);
        paths.addUp(totalAfter);
    }

    double change(int node) {
        return after[node] - before[node];
    }

    double totalChange(int node) {
        return totalAfter[node] - totalBefore[node];
    }

    /** What two units have of a change in common. */
    double common(BitSet one, BitSet other) {
        double sum = 0;
        for (int node = one.nextSetBit(0); node >= 0; node = one.nextSetBit(node + 1)) {
            if (other.get(node)) {
                sum += change(node);
            }
        }
        return sum;
    }
}
