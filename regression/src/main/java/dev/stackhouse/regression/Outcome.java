package dev.stackhouse.regression;

import java.util.List;

/**
 * What a comparison found.
 *
 * @param findings surest first
 * @param detectable smallest change of a share, in a method with 1 % of all samples, that would have been found with 80 %; NaN where nothing can be told
 * @param tooLittle a sentence that tells what is missing for a judgement; empty if there is enough
 */
public record Outcome(List<Finding> findings, Side before, Side after, double detectable, String tooLittle) {
    public Outcome {
        findings = List.copyOf(findings);
    }

    /** Whether something became dearer. */
    public boolean hasRegression() {
        return findings.stream().anyMatch(finding -> finding.classification() == Classification.REGRESSION);
    }
}
