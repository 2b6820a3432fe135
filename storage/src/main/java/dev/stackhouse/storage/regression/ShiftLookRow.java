package dev.stackhouse.storage.regression;

import dev.stackhouse.storage.regression.LookRow.Verdict;

/**
 * What came of a look at what has shifted in a service without a new version.
 *
 * @param otherFindings that nobody is told of
 * @param suspects methods whose share of the service had shifted
 * @param detectable smallest change of a share that would have been found; NaN where nothing can be told
 * @param remark what was missing, or why it was skipped or failed; else empty
 */
public record ShiftLookRow(
        ShiftLookKey key,
        Verdict verdict,
        int regressions,
        int otherFindings,
        int suspects,
        double detectable,
        String remark,
        long tookMillis) {
    /** A look in which nothing was read. */
    public static ShiftLookRow without(ShiftLookKey key, Verdict verdict, String remark) {
        return new ShiftLookRow(key, verdict, 0, 0, 0, Double.NaN, remark, 0);
    }
}
