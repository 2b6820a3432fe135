package dev.stackhouse.regression;

/** Where a series changed: the split that E-divisive (Matteson and James, 2014) finds first, with an exponent of 1. */
final class ChangePoint {
    private static final int FEWEST_BEFORE = 2;

    private ChangePoint() {}

    /**
     * Index of the first value after the change.
     *
     * @param series in order; NaN is left out
     */
    static int locate(double[] series) {
        int best = Math.max(0, series.length - 1);
        double largest = 0;
        for (int split = FEWEST_BEFORE; split < series.length; split++) {
            double value = energy(series, split);
            if (value > largest) {
                largest = value;
                best = split;
            }
        }
        return best;
    }

    private static double energy(double[] series, int split) {
        double between = 0;
        double inLeft = 0;
        double inRight = 0;
        int left = 0;
        int right = 0;
        for (int i = 0; i < series.length; i++) {
            if (Double.isNaN(series[i])) {
                continue;
            }
            if (i < split) {
                left++;
            } else {
                right++;
            }
            for (int j = 0; j < i; j++) {
                if (Double.isNaN(series[j])) {
                    continue;
                }
                double distance = Math.abs(series[i] - series[j]);
                if (i < split) {
                    inLeft += distance;
                } else if (j >= split) {
                    inRight += distance;
                } else {
                    between += distance;
                }
            }
        }
        if (left == 0 || right == 0) {
            return 0;
        }
        double energy = 2 * between / (left * (double) right)
                - 2 * inLeft / Math.max(1, left * (left - 1.0))
                - 2 * inRight / Math.max(1, right * (right - 1.0));
        return energy * left * right / (left + right);
    }
}
