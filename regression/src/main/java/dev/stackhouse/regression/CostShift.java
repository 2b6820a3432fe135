package dev.stackhouse.regression;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks for what gave to a unit that grew, or took from one that shrank: near it, as much as it, so that both together stayed what they were. */
final class CostShift {
    /** How sure the opposite change has to be: it is looked for in few places. */
    private static final double SURE = 0.003;

    /** How sure it has to be where little speaks for it: far away, or not quite as large. */
    private static final double VERY_SURE = 1e-4;

    private static final double LEAST_PART = 0.5;
    private static final double LARGEST_PART = 1.7;

    /** What may be left of a change together with the opposite one; and if that may well be chance. */
    private static final double REST = 0.35;

    private static final double UNSURE_REST = 0.6;
    private static final double CHANCE = 2;

    /** Steps to the caller that both have in common. */
    private static final int NEAR = 3;

    /** What is so much of a service is no common cause: entry points are called in other proportions all the time. */
    private static final double EVERYTHING = 0.5;

    private final Paths paths;
    private final Fleet fleet;
    private final Judge judge;
    private final Profiles profiles;
    private final List<Change> all;

    /** What a change was moved from or to. */
    record Partner(Neighbour neighbour, BitSet members) {}

    CostShift(Paths paths, Fleet fleet, Judge judge, Profiles profiles, List<Change> all) {
        this.paths = paths;
        this.fleet = fleet;
        this.judge = judge;
        this.profiles = profiles;
        this.all = all;
    }

    /** The partners of a change; empty if there are none. */
    List<Partner> partners(Change change) {
        @Nullable Partner best = null;
        double least = Double.POSITIVE_INFINITY;
        int node = place(change);
        for (Change other : all) {
            if (!isOpposite(change, other.verdict()) || other.members().intersects(change.members())) {
                continue;
            }
            double rest = Math.abs(change.verdict().change() + other.verdict().change());
            if (rest < least
                    && isNear(node, place(other), other.verdict())
                    && isBalanced(change, other.verdict(), sum(change.row(), other.row()))) {
                least = rest;
                best = new Partner(
                        new Neighbour(paths.named(other.unit()), other.verdict().change()), other.members());
            }
        }
        if (best == null) {
            best = nodeBeside(change, node);
        }
        return best == null ? inAncestor(change, node) : List.of(best);
    }

    /** A single node that changed the other way: of a method that is called in many places, the whole changes too little to be seen. */
    private @Nullable Partner nodeBeside(Change change, int node) {
        Partner best = null;
        double least = SURE;
        for (int other = 1; other < paths.size; other++) {
            double part = -profiles.change(other) / change.verdict().change();
            if (part < LEAST_PART || part > LARGEST_PART || change.members().get(other)) {
                continue;
            }
            BitSet members = new BitSet();
            members.set(other);
            float[] row = fleet.row(members);
            Verdict verdict = judge.test(row);
            if (isOpposite(change, verdict)
                    && verdict.pValue() < least
                    && isNear(node, other, verdict)
                    && isBalanced(change, verdict, sum(change.row(), row))) {
                least = verdict.pValue();
                best = new Partner(
                        new Neighbour(new Unit(Unit.Type.PATH_TOTAL, paths.path(other)), verdict.change()), members);
            }
        }
        return best;
    }

    /** The rest of what a caller does, if that is what changed the other way. */
    private List<Partner> inAncestor(Change change, int node) {
        for (int ancestor = paths.parent[node];
                ancestor > 0 && profiles.totalBefore[ancestor] < EVERYTHING;
                ancestor = paths.parent[ancestor]) {
            BitSet rest = paths.members(new UnitKey(Unit.Type.PATH_TOTAL, ancestor));
            rest.andNot(change.members());
            if (rest.isEmpty()) {
                continue;
            }
            float[] row = fleet.row(rest);
            Verdict verdict = judge.test(row);
            if (isOpposite(change, verdict) && isBalanced(change, verdict, sum(change.row(), row))) {
                Unit unit = new Unit(Unit.Type.PATH_TOTAL, paths.path(ancestor));
                return List.of(new Partner(new Neighbour(unit, verdict.change()), rest));
            }
        }
        return List.of();
    }

    private static boolean isOpposite(Change change, Verdict other) {
        double part = -other.change() / change.verdict().change();
        return part >= LEAST_PART && part <= LARGEST_PART && other.pValue() < SURE;
    }

    private boolean isBalanced(Change change, Verdict other, float[] together) {
        Verdict rest = judge.test(together);
        double part = Math.abs(rest.change() / change.verdict().change());
        return part <= REST
                || (part <= UNSURE_REST
                        && other.pValue() < VERY_SURE
                        && Math.abs(rest.change()) < CHANCE * rest.error());
    }

    /** Whether two nodes have a caller in common, near to both. One that is all of a service makes only what is very sure near. */
    private boolean isNear(int one, int other, Verdict verdict) {
        int above = other;
        for (int up = 0; up <= NEAR && above > 0; up++) {
            int at = one;
            for (int steps = 0; steps <= NEAR && at > 0; steps++) {
                if (at == above) {
                    return profiles.totalBefore[at] < EVERYTHING || verdict.pValue() < VERY_SURE * VERY_SURE;
                }
                at = paths.parent[at];
            }
            above = paths.parent[above];
        }
        return false;
    }

    /** The node at which most of a change happened. */
    int place(Change change) {
        if (change.unit().type() == Unit.Type.PATH_TOTAL) {
            return change.unit().number();
        }
        int place = 0;
        double most = -1;
        boolean isSelf = change.unit().type() == Unit.Type.METHOD_SELF;
        for (int node = 1; node < paths.size; node++) {
            if (paths.method[node] == change.unit().number() && (isSelf || paths.outermost[node])) {
                double part = (isSelf ? profiles.change(node) : profiles.totalChange(node))
                        * Math.signum(change.verdict().change());
                if (part > most) {
                    most = part;
                    place = node;
                }
            }
        }
        return place;
    }

    private static float[] sum(float[] one, float[] other) {
        float[] sum = one.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other[i];
        }
        return sum;
    }
}
