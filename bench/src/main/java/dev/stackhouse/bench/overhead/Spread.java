package dev.stackhouse.bench.overhead;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * The middle of a few measurements, how far they lie apart, and how sure the middle is: the interval that holds the median with 95 %
 * by the percentile bootstrap (Efron, "Bootstrap Methods: Another Look at the Jackknife", 1979). The same numbers give the same interval. Immutable.
 *
 * <p>All to three decimals.
 *
 * @param median of the measurements
 * @param lowerQuartile of the measurements
 * @param upperQuartile of the measurements
 * @param low end of the interval of the median
 * @param high end of the interval of the median
 * @param count of measurements
 */
public record Spread(double median, double lowerQuartile, double upperQuartile, double low, double high, int count) {
    private static final int RESAMPLES = 10_000;

    /** @param values at least one */
    static Spread of(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        Random random = new Random(1);
        double[] medians = new double[RESAMPLES];
        double[] resample = new double[sorted.length];
        for (int i = 0; i < RESAMPLES; i++) {
            for (int j = 0; j < resample.length; j++) {
                resample[j] = sorted[random.nextInt(sorted.length)];
            }
            Arrays.sort(resample);
            medians[i] = at(resample, 0.5);
        }
        Arrays.sort(medians);
        return new Spread(
                rounded(sorted, 0.5),
                rounded(sorted, 0.25),
                rounded(sorted, 0.75),
                rounded(medians, 0.025),
                rounded(medians, 0.975),
                sorted.length);
    }

    /** The median with its interval: "99.2 (98.7 to 99.6)". */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", median, low, high);
    }

    private static double rounded(double[] sorted, double quantile) {
        return Math.round(at(sorted, quantile) * 1_000) / 1_000.0;
    }

    /** Between the two nearest ones, if it is there. */
    private static double at(double[] sorted, double quantile) {
        double position = quantile * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
