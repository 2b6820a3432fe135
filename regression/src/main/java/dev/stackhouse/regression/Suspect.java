package dev.stackhouse.regression;

/**
 * A method whose share of a service has shifted.
 *
 * @param before share that was to be expected by the same hours of the weeks before
 * @param after share in the last hours
 * @param pValue chance that any method of the service seems to have shifted that much, by what has seemed so before
 * @param changedHour the first hour after the change, since the Unix epoch
 */
public record Suspect(Unit unit, double before, double after, double pValue, long changedHour) {
    boolean isGrowth() {
        return after > before;
    }
}
