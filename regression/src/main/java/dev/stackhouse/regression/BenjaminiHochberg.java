package dev.stackhouse.regression;

import java.util.Comparator;
import java.util.stream.IntStream;

/** The share of false findings among all that are at least as sure, after Benjamini and Hochberg (1995). */
final class BenjaminiHochberg {
    private BenjaminiHochberg() {}

    static double[] qValues(double[] pValues) {
        int[] order = IntStream.range(0, pValues.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> pValues[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] qValues = new double[pValues.length];
        double least = 1;
        for (int rank = order.length; rank > 0; rank--) {
            least = Math.min(least, pValues[order[rank - 1]] * order.length / rank);
            qValues[order[rank - 1]] = least;
        }
        return qValues;
    }
}
