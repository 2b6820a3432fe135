package dev.stackhouse.regression;

import java.util.Arrays;

/** The distribution of maxima, fitted by median and quartiles, which a few outliers do not move. */
record Gumbel(double location, double scale) {
    private static final double LEAST_SCALE = 1e-3;

    /** Fits; there must be values. */
    static Gumbel of(double[] maxima) {
        double[] sorted = maxima.clone();
        Arrays.sort(sorted);
        double upper = quantile(sorted, 0.75);
        double lower = quantile(sorted, 0.25);
        double scale = Math.max(LEAST_SCALE, (upper - lower) / (-Math.log(Math.log(4.0 / 3)) + Math.log(Math.log(4))));
        return new Gumbel(quantile(sorted, 0.5) + scale * Math.log(Math.log(2)), scale);
    }

    /** Chance of a greater value. */
    double tail(double value) {
        return -Math.expm1(-Math.exp(-(value - location) / scale));
    }

    /** The value that is exceeded with a chance. */
    double quantileOfTail(double chance) {
        return location - scale * Math.log(-Math.log1p(-chance));
    }

    private static double quantile(double[] sorted, double part) {
        double at = part * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
