package dev.stackhouse.bench.regression;

import java.util.ArrayList;
import java.util.List;

/**
 * Change points of a series as Apache Otava finds them, written from its description.
 *
 * <p>E-divisive means (Matteson and James, 2014) split the series where the energy distance between the two sides, over all ends of the second one, is largest; Student's t test decides (Fleming et al., Hunter, 2023). Splitting goes on with
 * a weaker threshold; then the points that do not stand against their neighbours with the strict one are taken away, the weakest first. Otava's window of 50 points is longer than the series here.
 */
final class ChangePoints {
    private static final double STRICT = 0.001;
    private static final double WEAK = 0.01;
    private final double[] series;

    /** Sums of distances of the first points to the first ones. */
    private final double[][] sums;

    ChangePoints(double[] series) {
        this.series = series;
        this.sums = new double[series.length + 1][series.length + 1];
        for (int i = 0; i < series.length; i++) {
            for (int j = 0; j < series.length; j++) {
                double distance = Math.abs(series[i] - series[j]);
                sums[i + 1][j + 1] = distance + sums[i][j + 1] + sums[i + 1][j] - sums[i][j];
            }
        }
    }

    /** Indices of the first points after a change. */
    List<Integer> find() {
        List<Integer> points = new ArrayList<>();
        split(0, series.length, points);
        points.sort(Integer::compare);
        while (true) {
            int weakest = -1;
            double largest = STRICT;
            for (int at = 0; at < points.size(); at++) {
                double pValue = pValue(points, at);
                if (pValue > largest) {
                    largest = pValue;
                    weakest = at;
                }
            }
            if (weakest < 0) {
                return points;
            }
            points.remove(weakest);
        }
    }

    double pValue(List<Integer> points, int at) {
        int from = at == 0 ? 0 : points.get(at - 1);
        int to = at + 1 == points.size() ? series.length : points.get(at + 1);
        return pValue(from, points.get(at), to);
    }

    private void split(int from, int to, List<Integer> points) {
        int best = -1;
        int bestEnd = -1;
        double most = 0;
        for (int middle = from + 1; middle < to; middle++) {
            for (int end = middle + 1; end <= to; end++) {
                double energy = energy(from, middle, end);
                if (energy > most) {
                    most = energy;
                    best = middle;
                    bestEnd = end;
                }
            }
        }
        if (best < 0 || pValue(from, best, bestEnd) > WEAK) {
            return;
        }
        points.add(best);
        split(from, best, points);
        split(best, to, points);
    }

    private double energy(int from, int middle, int end) {
        int before = middle - from;
        int after = end - middle;
        double between = sums[middle][end] - sums[from][end] - sums[middle][middle] + sums[from][middle];
        double distance = 2 * between / before / after - within(from, middle) - within(middle, end);
        return distance * before * after / (before + after);
    }

    /** Mean distance of two points of a segment. */
    private double within(int from, int to) {
        // Every pair is in it twice.
        double sum = (sums[to][to] - sums[from][to] - sums[to][from] + sums[from][from]) / 2;
        int count = to - from;
        return count < 2 ? 0 : 2 * sum / count / (count - 1);
    }

    private double pValue(int from, int middle, int to) {
        int degrees = to - from - 2;
        if (degrees < 1) {
            return 1;
        }
        double before = mean(from, middle);
        double after = mean(middle, to);
        double squares = 0;
        for (int i = from; i < to; i++) {
            squares += Math.pow(series[i] - (i < middle ? before : after), 2);
        }
        double error = Math.sqrt(squares / degrees * (1.0 / (middle - from) + 1.0 / (to - middle)));
        return twoSided((after - before) / error, degrees);
    }

    double mean(int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += series[i];
        }
        return sum / (to - from);
    }

    /** Tails of Student's t distribution with a whole number of degrees of freedom: the finite series of Abramowitz and Stegun, 26.7.3 and 26.7.4. */
    static double twoSided(double t, int degrees) {
        double angle = Math.atan(Math.abs(t) / Math.sqrt(degrees));
        double cosine = Math.cos(angle);
        double term = degrees % 2 == 1 ? cosine : 1;
        double sum = 0;
        int first = degrees % 2 == 1 ? 1 : 0;
        for (int k = first; k <= degrees - 2; k += 2) {
            sum += term;
            term *= cosine * cosine * (k + 1.0) / (k + 2.0);
        }
        double inside = degrees % 2 == 1 ? 2 / Math.PI * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
        return Math.max(0, 1 - inside);
    }
}
