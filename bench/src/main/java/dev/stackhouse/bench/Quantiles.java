package dev.stackhouse.bench;

import java.util.Arrays;

/** Quantiles of a few measurements, by nearest rank. Immutable. */
final class Quantiles {
    private final double[] sorted;

    private Quantiles(double[] sorted) {
        this.sorted = sorted;
    }

    static Quantiles of(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Quantiles(sorted);
    }

    /**
     * The value at the quantile.
     *
     * @param q from 0 to 1
     */
    double at(double q) {
        return sorted[Math.max(0, (int) Math.ceil(q * sorted.length) - 1)];
    }
}
