package dev.stackhouse.query.compare;

import dev.stackhouse.regression.CallTree;
import dev.stackhouse.regression.Comparison;
import dev.stackhouse.regression.Outcome;
import dev.stackhouse.regression.Rules;
import dev.stackhouse.storage.StorageException;
import dev.stackhouse.storage.read.ProfileReader;
import java.time.Clock;

/** Compares two versions of a service by what their instances did. Thread-safe; blocks. */
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
    public record Compared(Outcome outcome, int warmingUpBefore, int warmingUpAfter) {}

    /**
     * Reads and compares.
     *
     * @param look see {@link Comparison#compare}
     * @throws StorageException if the store cannot tell
     */
    public Compared compare(VersionSelection before, VersionSelection after, Rules rules, int look) {
        CallTree tree = new CallTree();
        InstanceStacks stacks = new InstanceStacks(reader, new SampleCounts(tree), clock.instant());
        InstanceSide older = stacks.read(before);
        InstanceSide newer = stacks.read(after);
        Outcome outcome = new Comparison(tree, rules).compare(older.instances(), newer.instances(), look);
        return new Compared(outcome, older.warmingUp(), newer.warmingUp());
    }
}
