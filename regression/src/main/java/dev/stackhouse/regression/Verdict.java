package dev.stackhouse.regression;

/**
 * What a test says of a unit.
 *
 * @param change of the share, by the means of both sides
 * @param typicalChange of the share, by the means of logarithms, which a few instances hardly move
 * @param error standard error of the change
 * @param pValue of no change
 */
record Verdict(Estimate before, Estimate after, double change, double typicalChange, double error, double pValue) {
    Verdict withPValue(double other) {
        return new Verdict(before, after, change, typicalChange, error, other);
    }

    /** Whether the change is as large as rules ask for. */
    boolean isLargeEnough(Rules rules) {
        double least = rules.leastChange(before.share());
        return Math.abs(change) >= least && Math.abs(typicalChange) >= least && change * typicalChange > 0;
    }
}
