package dev.stackhouse.regression;

import java.util.List;

/**
 * What has shifted in a service without a new version.
 *
 * @param suspects surest first
 * @param detectable smallest change of a share, in a method with 1 % of all samples, that would have been found; NaN where nothing can be told
 * @param tooLittle a sentence that tells what is missing for a judgement; empty if there is enough
 */
public record Shifts(List<Suspect> suspects, double detectable, String tooLittle) {
    public Shifts {
        suspects = List.copyOf(suspects);
    }
}
