package dev.stackhouse.storage.regression;

/**
 * What came of a look.
 *
 * @param dueMillis when it was to be done, since the Unix epoch
 * @param otherFindings that nobody is told of
 * @param detectable smallest change of a share that would have been found; NaN where nothing can be told
 * @param remark what was missing, or why it failed; else empty
 */
public record LookRow(
        LookKey key,
        long dueMillis,
        Verdict verdict,
        int regressions,
        int otherFindings,
        int instancesBefore,
        long samplesBefore,
        int instancesAfter,
        long samplesAfter,
        double detectable,
        String remark,
        long tookMillis) {
    /** How a look ended. */
    public enum Verdict {
        COMPARED("compared"),
        /** There was not enough of one of the versions. */
        TOO_LITTLE("too-little"),
        /** The next one was due already. */
        SKIPPED("skipped"),
        /** It was tried often enough. */
        FAILED("failed");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        /** As it is stored, and a label of metrics. */
        public String text() {
            return text;
        }
    }

    /** A look without a comparison. */
    public static LookRow without(LookKey key, long dueMillis, Verdict verdict, String remark) {
        return new LookRow(key, dueMillis, verdict, 0, 0, 0, 0, 0, 0, Double.NaN, remark, 0);
    }
}
