package dev.stackhouse.regression;

/**
 * What counts as a change.
 *
 * @param errorRate chance of a false finding that a whole deploy may have for an event, over all looks
 * @param minimalChange smallest change of a share that is reported, between 0 and 1
 * @param minimalRelativeChange smallest change in proportion to the share before
 * @param minimalInstances that each side needs
 * @param minimalSamples that each side needs, over all of its instances
 */
public record Rules(
        double errorRate,
        double minimalChange,
        double minimalRelativeChange,
        int minimalInstances,
        long minimalSamples) {
    /** Where nobody says otherwise. */
    public static final Rules DEFAULT = new Rules(0.001, 0.0003, 0.03, 3, 10_000);

    /** The smallest change that counts of a share that was so large before. */
    public double leastChange(double before) {
        return Math.max(minimalChange, minimalRelativeChange * before);
    }
}
