package dev.stackhouse.regression;

import java.util.List;

/**
 * A change between two versions, with its proof.
 *
 * @param unit the root: the deepest unit that explains the change
 * @param path the dearest path to it, root first
 * @param before share of all samples of the older version
 * @param after share of the newer one, after instances were brought to one size by what did not change
 * @param changePerInstance of what it costs, in the unit of the event per second and instance (for cpu: nanoseconds a second, so 1e9 is a core)
 * @param pValue of no change
 * @param qValue share of false findings among those that are at least as sure (Benjamini and Hochberg)
 * @param donors what became cheaper at the same time near it, largest first
 * @param gainers what became dearer by the same change: the units that were merged into this one
 */
public record Finding(
        Classification classification,
        Unit unit,
        List<String> path,
        Estimate before,
        Estimate after,
        double changePerInstance,
        double pValue,
        double qValue,
        List<Neighbour> donors,
        List<Neighbour> gainers) {
    public Finding {
        path = List.copyOf(path);
        donors = List.copyOf(donors);
        gainers = List.copyOf(gainers);
    }

    /** Change of the share. */
    public double change() {
        return after.share() - before.share();
    }

    /** Whether another look's finding is of the same cause: it names the same method, or one of the two is among what the other merged. */
    public boolean isSameCauseAs(Finding other) {
        return change() * other.change() >= 0
                && (unit.method().equals(other.unit.method()) || merged(other) || other.merged(this));
    }

    /** Whether it explains a suspect: it names that method, or has it among what changed with it. */
    public boolean isCauseOf(Suspect suspect) {
        return (change() > 0) == suspect.isGrowth()
                && (unit.method().equals(suspect.unit().method())
                        || merged(suspect.unit().method()));
    }

    private boolean merged(Finding other) {
        return merged(other.unit.method());
    }

    private boolean merged(String method) {
        return gainers.stream().anyMatch(gainer -> gainer.unit().method().equals(method));
    }
}
