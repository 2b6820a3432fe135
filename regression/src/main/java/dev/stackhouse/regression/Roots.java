package dev.stackhouse.regression;

import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds, of many units that changed by one cause, the deepest that explains it. */
final class Roots {
    /** A unit explains another if it is that part of its change. */
    private static final double EXPLAINS = 0.75;

    /** Standard errors by which a caller has to have changed by more. */
    private static final double CLEARLY = 3;

    /** Standard errors of what has to be left of a change for it to be one of its own. */
    private static final double LEFT = 4;

    private final Profiles profiles;
    private final Rules rules;

    Roots(Profiles profiles, Rules rules) {
        this.profiles = profiles;
        this.rules = rules;
    }

    /**
     * The root of the surest change.
     *
     * @param changes that nothing explains yet, surest first
     */
    Change root(List<Change> changes) {
        Change at = changes.get(0);
        for (Change wider = wider(at, changes); wider != null; wider = wider(at, changes)) {
            at = wider;
        }
        Change widest = at;
        return changes.stream()
                .filter(change -> isSame(change, widest))
                .min(Comparator.comparingDouble(change -> Math.min(
                        change.verdict().before().share(),
                        change.verdict().after().share())))
                .orElse(widest);
    }

    /** The smallest unit that has all of a change, and clearly more. */
    private @Nullable Change wider(Change change, List<Change> changes) {
        double inside = change.verdict().change();
        return changes.stream()
                .filter(other -> other.isGrowth() == change.isGrowth())
                .filter(other ->
                        Math.abs(inside) < EXPLAINS * Math.abs(other.verdict().change()))
                .filter(other -> Math.abs(other.verdict().change() - inside)
                        > CLEARLY * other.verdict().error())
                .filter(other -> profiles.common(change.members(), other.members()) / inside > 0.9)
                .min(Comparator.comparingDouble(
                        other -> other.verdict().before().share()))
                .orElse(null);
    }

    private boolean isSame(Change one, Change other) {
        double common = profiles.common(one.members(), other.members());
        return one.isGrowth() == other.isGrowth()
                && common / one.verdict().change() >= EXPLAINS
                && common / other.verdict().change() >= EXPLAINS;
    }

    /** Whether a root, with all that took part in its change, leaves nothing of another change. */
    boolean explains(Change root, BitSet parts, Change other) {
        double change = other.verdict().change();
        if (change * root.verdict().change() > 0 && isInside(other.members(), root.members())) {
            return true;
        }
        return isNothing(change - profiles.common(parts, other.members()), other);
    }

    /** Whether what is left of a change is none. */
    private boolean isNothing(double left, Change of) {
        double least = rules.leastChange(of.verdict().before().share());
        return left * of.verdict().change() <= 0
                || Math.abs(left) < least
                || Math.abs(left) < LEFT * of.verdict().error();
    }

    private static boolean isInside(BitSet inner, BitSet outer) {
        BitSet rest = (BitSet) inner.clone();
        rest.andNot(outer);
        return rest.isEmpty();
    }
}
