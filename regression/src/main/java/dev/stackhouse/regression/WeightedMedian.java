package dev.stackhouse.regression;

import java.util.Comparator;
import java.util.stream.IntStream;

/** The value on either side of which lies half of the weight. */
final class WeightedMedian {
    private WeightedMedian() {}

    /** NaN of nothing. Where a half ends exactly between two values, their mean. */
    static double of(double[] values, double[] weights) {
        int[] order = IntStream.range(0, values.length)
                .filter(i -> weights[i] > 0)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double all = 0;
        for (int i : order) {
            all += weights[i];
        }
        double sum = 0;
        for (int at = 0; at < order.length; at++) {
            sum += weights[order[at]];
            if (Math.abs(sum - all / 2) < all * 1e-12 && at + 1 < order.length) {
                return (values[order[at]] + values[order[at + 1]]) / 2;
            }
            if (sum > all / 2) {
                return values[order[at]];
            }
        }
        return Double.NaN;
    }
}
