package dev.stackhouse.query.compare;

import dev.stackhouse.regression.CallTree;
import dev.stackhouse.regression.Classification;
import dev.stackhouse.regression.Comparison;
import dev.stackhouse.regression.Finding;
import dev.stackhouse.regression.InstanceCounts;
import dev.stackhouse.regression.Outcome;
import dev.stackhouse.regression.Rules;
import dev.stackhouse.regression.Suspect;
import dev.stackhouse.storage.StorageException;
import dev.stackhouse.storage.read.ProfileReader;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Compares two versions of a service, or two times of it, by what their instances did. Thread-safe; blocks. */
public final class VersionComparison {
    private final ProfileReader reader;
    private final Clock clock;

    public VersionComparison(ProfileReader reader, Clock clock) {
        this.reader = reader;
        this.clock = clock;
    }

    /**
     * What was found.
     *
     * @param warmingUpBefore instances of the older version that were left out because they were too young
     * @param warmingUpAfter the same of the newer one
     */
    public record Compared(Outcome outcome, int warmingUpBefore, int warmingUpAfter) {
        /** The same with another smallest change that would have been found. */
        public Compared withDetectable(double detectable) {
            Outcome same =
                    new Outcome(outcome.findings(), outcome.before(), outcome.after(), detectable, outcome.tooLittle());
            return new Compared(same, warmingUpBefore, warmingUpAfter);
        }
    }

    /**
     * Reads and compares.
     *
     * @param look see {@link Comparison#compare}
     * @throws StorageException if the store cannot tell
     */
    public Compared compare(VersionSelection before, VersionSelection after, Rules rules, int look) {
        return compare(before, after, () -> null, rules, look);
    }

    /** Both versions in the latest part of the time. */
    public record Lately(VersionSelection before, VersionSelection after) {}

    /**
     * The same, without regressions that are not there any more in the latest part of the time.
     *
     * @param lately is asked for if there is something to look after; null if there is no such part
     */
    public Compared compare(
            VersionSelection before, VersionSelection after, Supplier<@Nullable Lately> lately, Rules rules, int look) {
        CallTree tree = new CallTree();
        InstanceStacks stacks = new InstanceStacks(reader, new SampleCounts(tree), clock.instant());
        InstanceSide older = stacks.read(before);
        InstanceSide newer = stacks.read(after);
        Comparison comparison = new Comparison(tree, rules);
        Outcome outcome = comparison.compare(older.instances(), newer.instances(), look);
        Lately part = outcome.hasRegression() ? lately.get() : null;
        if (part != null) {
            outcome = still(
                    outcome,
                    comparison,
                    stacks.read(part.before).instances(),
                    stacks.read(part.after).instances());
        }
        return new Compared(outcome, older.warmingUp(), newer.warmingUp());
    }

    /** The same service before and after something in it has shifted: what the shift is, and nothing else. */
    public Compared explain(VersionSelection before, VersionSelection after, List<Suspect> suspects, Rules rules) {
        CallTree tree = new CallTree();
        InstanceStacks stacks = new InstanceStacks(reader, new SampleCounts(tree), clock.instant());
        InstanceSide older = stacks.read(before);
        InstanceSide newer = stacks.read(after);
        Outcome outcome = new Comparison(tree, rules).explain(older.instances(), newer.instances(), suspects);
        return new Compared(outcome, older.warmingUp(), newer.warmingUp());
    }

    private static Outcome still(
            Outcome outcome, Comparison comparison, List<InstanceCounts> older, List<InstanceCounts> newer) {
        List<Finding> findings = outcome.findings().stream()
                .filter(finding -> finding.classification() != Classification.REGRESSION
                        || comparison.persists(finding, older, newer))
                .toList();
        return new Outcome(findings, outcome.before(), outcome.after(), outcome.detectable(), outcome.tooLittle());
    }
}
