package dev.stackhouse.regression;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Looks for what a few instances of the newer version spend far more on than the others do: it makes the variance so large that the test of both versions finds nothing. */
final class HotInstances {
    /** Of a version, as many instances may be unlike the others: one, or this part. */
    static final double FEW = 0.1;

    /** So many times what the others spend on average each of them spends: instances differ, some by far more than is normal. */
    private static final double TIMES = 2;

    /** A unit of which so much is the same excess is the same cause. */
    private static final double SAME = 0.75;

    private HotInstances() {}

    private record Hot(int at, Judge.Excess excess, double chance) {}

    /** The deepest unit of the largest excess; its p-value is that of the instance that spends most. */
    static Optional<Change> find(
            Paths paths, Fleet fleet, Judge judge, Rules rules, UnitTable table, double errorRate) {
        List<Hot> hot = new ArrayList<>();
        double tests = (double) table.rows.size() * fleet.after();
        for (int at = 0; at < table.rows.size(); at++) {
            float[] row = table.rows.get(at);
            Judge.Excess excess = judge.excess(row, true, few(fleet.after()), TIMES);
            double least = rules.leastChange(excess.usualShare());
            double chance = Math.min(1, excess.pValue() * tests);
            if (excess.share() >= least
                    && chance <= errorRate
                    && judge.excess(row, false, few(fleet.before), TIMES).share() < excess.share() / 2) {
                hot.add(new Hot(at, excess, chance));
            }
        }
        double largest =
                hot.stream().mapToDouble(one -> one.excess.share()).max().orElse(0);
        return hot.stream()
                .filter(one -> one.excess.share() >= SAME * largest)
                .min(Comparator.comparingDouble(one -> one.excess.usualShare()))
                .map(one -> new Change(
                        table.units.get(one.at),
                        table.rows.get(one.at),
                        judge.test(table.rows.get(one.at)).withPValue(one.excess.pValue()),
                        one.chance,
                        paths.members(table.units.get(one.at))));
    }

    static int few(int instances) {
        return Math.max(1, (int) (instances * FEW));
    }
}
