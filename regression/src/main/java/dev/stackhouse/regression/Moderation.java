package dev.stackhouse.regression;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What units of about one size vary by between instances, and how much that is worth: empirical Bayes as in limma (Smyth, 2004; with a trend as in limma-trend).
 *
 * <p>Few instances tell little about how much one unit varies; thousands of other units tell the rest.
 */
final class Moderation {
    /** Units on either side of one whose variances are averaged. */
    private static final int NEIGHBOURS = 50;

    private static final double LEAST_VARIANCE = 1e-8;

    /** What other units tell counts at most so many times what the unit tells itself: with a handful of instances some units vary far more than is usual. */
    private static final double MOST_PRIOR = 2;

    private final double[] sizes;
    private final double[] logVariances;
    private final double priorDegrees;
    private final double residualDegrees;

    /**
     * Learns.
     *
     * @param means of units, in samples of an instance
     * @param variances of the same units, pooled over both sides
     */
    Moderation(double[] means, double[] variances, double residualDegrees) {
        this.residualDegrees = residualDegrees;
        int[] order = IntStream.range(0, means.length)
                .filter(i -> variances[i] > LEAST_VARIANCE)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> means[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        sizes = Arrays.stream(order).mapToDouble(i -> means[i]).toArray();
        double[] logs =
                Arrays.stream(order).mapToDouble(i -> Math.log(variances[i])).toArray();
        logVariances = new double[logs.length];
        double spread = 0;
        for (int at = 0; at < logs.length; at++) {
            int from = Math.max(0, at - NEIGHBOURS);
            int to = Math.min(logs.length, at + NEIGHBOURS + 1);
            logVariances[at] = Arrays.stream(logs, from, to).average().orElse(0);
            spread += square(logs[at] - logVariances[at]) / logs.length;
        }
        double excess = spread - trigamma(residualDegrees / 2);
        double most = MOST_PRIOR * residualDegrees;
        priorDegrees = logs.length < 10 ? 0 : excess <= 0 ? most : Math.min(most, 2 * inverse(excess));
        if (priorDegrees > 0) {
            // From the mean of a logarithm to the logarithm of what it is the mean of.
            double shift = Math.log(residualDegrees / 2)
                    - digamma(residualDegrees / 2)
                    + digamma(priorDegrees / 2)
                    - Math.log(priorDegrees / 2);
            Arrays.setAll(logVariances, at -> logVariances[at] + shift);
        }
    }

    double degrees() {
        return priorDegrees + residualDegrees;
    }

    /** The variance of a unit, given what was seen of it. */
    double variance(double mean, double seen) {
        return priorDegrees == 0
                ? Math.max(LEAST_VARIANCE, seen)
                : (priorDegrees * usual(mean) + residualDegrees * seen) / degrees();
    }

    /** The usual variance of units of a size; NaN if there are none. */
    double usual(double mean) {
        if (sizes.length == 0) {
            return Double.NaN;
        }
        int at = Arrays.binarySearch(sizes, mean);
        int nearest = at >= 0 ? at : Math.min(sizes.length - 1, -at - 1);
        return Math.exp(logVariances[nearest]);
    }

    private static double square(double value) {
        return value * value;
    }

    static double digamma(double x) {
        double result = 0;
        double at = x;
        for (; at < 8; at++) {
            result -= 1 / at;
        }
        double r = 1 / (at * at);
        return result + Math.log(at) - 0.5 / at - r * (1.0 / 12 - r * (1.0 / 120 - r / 252));
    }

    static double trigamma(double x) {
        double result = 0;
        double at = x;
        for (; at < 8; at++) {
            result += 1 / (at * at);
        }
        double r = 1 / (at * at);
        return result + 1 / at + r / 2 + r / at * (1.0 / 6 - r * (1.0 / 30 - r / 42));
    }

    /** Where the trigamma function, which falls, has a value. */
    private static double inverse(double value) {
        double low = 1e-6;
        double high = 1e6;
        for (int i = 0; i < 100; i++) {
            double middle = Math.sqrt(low * high);
            if (trigamma(middle) > value) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
