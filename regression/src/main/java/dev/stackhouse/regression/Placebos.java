package dev.stackhouse.regression;

import java.util.Arrays;
import java.util.List;

/** How much methods seem to shift when nothing happens: windows like those that are looked at, at every hour of the week before. */
final class Placebos {
    /** With fewer of them nothing is told. */
    static final int FEWEST = 72;

    private static final double DEVIATIONS_OF_MEDIAN = 1.4826;

    private final double[] deviations;
    private final Gumbel maxima;
    private final Moderation moderation;

    /**
     * Learns from shifts in the past; at least one.
     *
     * @param shifts by placebo, week and method
     * @param independent about how many of them do not share an hour
     */
    Placebos(WeeklyDifferences differences, List<double[][]> shifts, double independent) {
        int rows = differences.rows();
        double[] sizes = new double[rows];
        double[] variances = new double[rows];
        Hours all = new Hours(differences.from(), differences.hours());
        for (int row = 0; row < rows; row++) {
            sizes[row] = differences.share(row, all);
            double[] sorted = new double[shifts.size()];
            for (int placebo = 0; placebo < sorted.length; placebo++) {
                sorted[placebo] = Math.abs(mean(shifts.get(placebo), row));
            }
            Arrays.sort(sorted);
            double deviation = DEVIATIONS_OF_MEDIAN * sorted[sorted.length / 2];
            variances[row] = deviation * deviation;
        }
        moderation = new Moderation(sizes, variances, independent);
        deviations = new double[rows];
        Arrays.setAll(deviations, row -> Math.sqrt(moderation.variance(sizes[row], variances[row])));
        double[] largest = new double[shifts.size()];
        for (int placebo = 0; placebo < largest.length; placebo++) {
            double[][] shift = shifts.get(placebo);
            for (int row = 0; row < rows; row++) {
                largest[placebo] = Math.max(largest[placebo], Math.abs(sure(shift, row)) / deviations[row]);
            }
        }
        maxima = Gumbel.of(largest);
    }

    /** Chance that a method, any of them, shifts so much when nothing happens. */
    double pValue(int row, double shift) {
        return maxima.tail(Math.abs(shift) / deviations[row]);
    }

    double deviation(int row) {
        return deviations[row];
    }

    /** The usual deviation of methods of a share. */
    double usual(double share) {
        return Math.sqrt(moderation.usual(share));
    }

    /** Deviations that a shift has to have for a chance. */
    double deviations(double chance) {
        return maxima.quantileOfTail(chance);
    }

    /** On average over the weeks that tell. */
    private static double mean(double[][] shift, int row) {
        double sum = 0;
        int weeks = 0;
        for (double[] week : shift) {
            if (!Double.isNaN(week[row])) {
                sum += week[row];
                weeks++;
            }
        }
        return weeks == 0 ? 0 : sum / weeks;
    }

    /** What all weeks that tell agree in: something that happened in one of them is no shift now. */
    static double sure(double[][] shift, int row) {
        double least = Double.POSITIVE_INFINITY;
        double sign = 0;
        for (double[] week : shift) {
            if (!Double.isNaN(week[row])) {
                if (sign * week[row] < 0) {
                    return 0;
                }
                sign = Math.signum(week[row]);
                least = Math.min(least, Math.abs(week[row]));
            }
        }
        return sign == 0 ? 0 : sign * least;
    }

    static boolean tells(double[][] shift) {
        return Arrays.stream(shift).anyMatch(week -> week.length > 0 && !Double.isNaN(week[0]));
    }
}
