package dev.stackhouse.bench.overhead;

import java.util.Arrays;
import java.util.List;

/**
 * How a figure changes over time. The first quarter of the time is warm-up and does not count.
 *
 * @param first median of the second quarter
 * @param last median of the last quarter
 * @param slope in the figure's unit a unit of time: the median of the slopes between any two points (Theil, "A Rank-Invariant Method of
 *     Linear and Polynomial Regression Analysis", 1950)
 */
record Growth(double first, double last, double slope) {
    /** A moment, in any unit of time, and the figure. */
    record Point(double time, double value) {}

    /** @param points at least four, by time */
    static Growth of(List<Point> points) {
        double from = points.get(0).time();
        double length = points.get(points.size() - 1).time() - from;
        List<Point> warm =
                points.stream().filter(p -> p.time() >= from + length / 4).toList();
        return new Growth(
                median(values(warm, from, from + length / 2)),
                median(values(warm, from + length * 3 / 4, Double.MAX_VALUE)),
                median(slopes(warm)));
    }

    double grown() {
        return last - first;
    }

    private static double[] values(List<Point> points, double from, double to) {
        return points.stream()
                .filter(point -> point.time() >= from && point.time() <= to)
                .mapToDouble(Point::value)
                .toArray();
    }

    private static double[] slopes(List<Point> points) {
        int n = points.size();
        double[] slopes = new double[n * (n - 1) / 2];
        int next = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                Point a = points.get(i);
                Point b = points.get(j);
                slopes[next++] = (b.value() - a.value()) / (b.time() - a.time());
            }
        }
        return slopes;
    }

    /** 0 where there is nothing. */
    private static double median(double[] values) {
        Arrays.sort(values);
        return values.length == 0 ? 0 : values[values.length / 2];
    }
}
