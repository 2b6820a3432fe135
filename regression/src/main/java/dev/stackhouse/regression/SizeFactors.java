package dev.stackhouse.regression;

import java.util.Arrays;
import java.util.List;

/**
 * How large instances are, by what most methods did there.
 *
 * <p>Weighted median of the ratios to a reference profile, as DESeq does it (Anders and Huber, 2010): a method that takes more makes its instance no larger, and all others no smaller.
 */
final class SizeFactors {
    /** Fewer references than this say less than the sum of all samples. */
    private static final int FEWEST_REFERENCES = 10;

    /** A reference has that many samples on an instance on average: ratios of less are mostly noise, and often zero. */
    private static final double REFERENCE_SAMPLES = 10;

    /** Variance of a log ratio between instances that no number of samples removes: it bounds the weight of a dear method. */
    private static final double INSTANCE_VARIANCE = 0.01;

    private SizeFactors() {}

    /**
     * One factor per instance, in samples of an instance.
     *
     * @param rows candidates for references: of each, the samples by instance; disjoint
     * @param totals samples by instance
     */
    static double[] of(List<float[]> rows, double[] totals) {
        List<float[]> references = rows.stream()
                .filter(row -> mean(row) >= REFERENCE_SAMPLES && zeros(row) <= row.length / 10)
                .toList();
        if (references.size() < FEWEST_REFERENCES) {
            return totals.clone();
        }
        double[] profile = references.stream()
                .mapToDouble(row -> logMeanShare(row, totals))
                .toArray();
        double[] weights = references.stream()
                .mapToDouble(row -> 1 / (INSTANCE_VARIANCE + 1 / mean(row)))
                .toArray();
        double[] factors = new double[totals.length];
        Arrays.setAll(factors, instance -> {
            double[] ratios = new double[profile.length];
            Arrays.setAll(ratios, at -> references.get(at)[instance] / (totals[instance] * Math.exp(profile[at])));
            double median = WeightedMedian.of(ratios, weights);
            return median > 0 ? totals[instance] * median : totals[instance];
        });
        return factors;
    }

    private static double logMeanShare(float[] row, double[] totals) {
        double sum = 0;
        for (int i = 0; i < row.length; i++) {
            sum += Math.log((row[i] + 0.5) / totals[i]);
        }
        return sum / row.length;
    }

    private static double mean(float[] row) {
        double sum = 0;
        for (float samples : row) {
            sum += samples;
        }
        return sum / row.length;
    }

    private static int zeros(float[] row) {
        int zeros = 0;
        for (float samples : row) {
            if (samples == 0) {
                zeros++;
            }
        }
        return zeros;
    }
}
