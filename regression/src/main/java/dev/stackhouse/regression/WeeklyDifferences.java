package dev.stackhouse.regression;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The logarithms of hourly shares minus those of the same hour of earlier weeks, so that what follows the day and the week is not in them. Hours are counted from the first one of the samples.
 *
 * <p>Shares have something added before the logarithm is taken, so that rare methods do not vary more than frequent ones.
 */
final class WeeklyDifferences {
    static final int WEEK = 168;
    private static final double LEAST_PART = 0.02;
    private static final int MOST_REFERENCES = 200;

    private final List<HourlySamples.Row> rows;
    private final int from;
    private final int hours;
    private final double added;

    /** Whether an hour can be told from the one so many weeks earlier, added up. */
    private final int[][] known;

    /** By week, hour and method, added up over the known hours: the methods of an hour lie together. */
    private final double[][][] sums;

    private final double[] totals;
    private final int[] references;
    private final double[] weights;

    /**
     * Takes them.
     *
     * @param weeks that each hour is compared with
     * @param least samples that an hour needs
     * @param from first hour, at least that many weeks after the first one
     * @param added to every share
     */
    WeeklyDifferences(
            HourlySamples samples, List<HourlySamples.Row> rows, int weeks, double least, int from, double added) {
        this.rows = rows;
        this.from = from;
        this.hours = samples.hours();
        this.added = added;
        totals = samples.totals();
        double fewest = Math.max(least, LEAST_PART * Arrays.stream(totals).max().orElse(0));
        known = new int[weeks][hours + 1];
        sums = new double[weeks][hours + 1][rows.size()];
        for (int week = 0; week < weeks; week++) {
            for (int hour = from; hour < hours; hour++) {
                boolean both = totals[hour] >= fewest && totals[hour - (week + 1) * WEEK] >= fewest;
                known[week][hour + 1] = known[week][hour] + (both ? 1 : 0);
            }
        }
        for (int row = 0; row < rows.size(); row++) {
            double[] logs = logs(rows.get(row).samples());
            for (int week = 0; week < weeks; week++) {
                double sum = 0;
                for (int hour = from; hour < hours; hour++) {
                    boolean counts = known[week][hour + 1] > known[week][hour];
                    sum += counts ? logs[hour] - logs[hour - (week + 1) * WEEK] : 0;
                    sums[week][hour + 1][row] = sum;
                }
            }
        }
        double[] usual = IntStream.range(0, rows.size())
                .mapToDouble(row -> share(row, new Hours(0, hours)))
                .toArray();
        references = references(usual);
        weights = Arrays.stream(references).mapToDouble(row -> usual[row]).toArray();
    }

    /** The largest methods, which do not have a sample in common. */
    private int[] references(double[] usual) {
        return IntStream.range(0, rows.size())
                .filter(row -> rows.get(row).unit().type() == Unit.Type.METHOD_SELF)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> -usual[row]))
                .limit(MOST_REFERENCES)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private double[] logs(float[] samples) {
        double[] logs = new double[hours];
        for (int hour = 0; hour < hours; hour++) {
            logs[hour] = Math.log((totals[hour] <= 0 ? 0 : samples[hour] / totals[hour]) + added);
        }
        return logs;
    }

    int rows() {
        return rows.size();
    }

    /** The first hour. */
    int from() {
        return from;
    }

    /** The end of the last hour. */
    int hours() {
        return hours;
    }

    /** The number of a unit; -1 if it is none of them. */
    int row(Unit unit) {
        return IntStream.range(0, rows.size())
                .filter(row -> rows.get(row).unit().equals(unit))
                .findFirst()
                .orElse(-1);
    }

    Unit unit(int row) {
        return rows.get(row).unit();
    }

    /** Mean share in a window. */
    double share(int row, Hours window) {
        float[] samples = rows.get(row).samples();
        double sum = 0;
        for (int hour = (int) window.from(); hour < window.to(); hour++) {
            sum += totals[hour] <= 0 ? 0 : samples[hour] / totals[hour];
        }
        return sum / window.length();
    }

    /** The share that a step of the logarithm leads to. */
    double stepped(double share, double step) {
        return Math.max(0, (share + added) * Math.exp(step) - added);
    }

    /** The step of the logarithm between two shares. */
    double step(double before, double after) {
        return Math.log((after + added) / (before + added));
    }

    /**
     * How much every method has shifted from one window to another, more than in each of the weeks before: by week and method, NaN of a week that does not tell. What most methods have in common is taken off: one that grows makes the others' shares
     * smaller.
     */
    double[][] shifts(Hours before, Hours after) {
        double[][] shifts = new double[sums.length][];
        for (int week = 0; week < sums.length; week++) {
            shifts[week] = shifts(week, before, after);
        }
        return shifts;
    }

    private double[] shifts(int week, Hours before, Hours after) {
        double[] shifts = new double[rows.size()];
        int hoursBefore = known(week, before);
        int hoursAfter = known(week, after);
        if (before.from() < from || 2 * hoursBefore < before.length() || 2 * hoursAfter < after.length()) {
            Arrays.fill(shifts, Double.NaN);
            return shifts;
        }
        double[] fromBefore = sums[week][(int) before.from()];
        double[] toBefore = sums[week][(int) before.to()];
        double[] fromAfter = sums[week][(int) after.from()];
        double[] toAfter = sums[week][(int) after.to()];
        for (int row = 0; row < shifts.length; row++) {
            shifts[row] =
                    (toAfter[row] - fromAfter[row]) / hoursAfter - (toBefore[row] - fromBefore[row]) / hoursBefore;
        }
        double[] common = new double[references.length];
        for (int at = 0; at < common.length; at++) {
            common[at] = shifts[references[at]];
        }
        double median = common.length == 0 ? 0 : WeightedMedian.of(common, weights);
        for (int row = 0; row < shifts.length; row++) {
            shifts[row] -= median;
        }
        return shifts;
    }

    private int known(int week, Hours window) {
        return known[week][(int) window.to()] - known[week][(int) window.from()];
    }

    /** A method in each hour of a window, on average over the weeks that tell; NaN where none does. */
    double[] series(int row, Hours window) {
        double[] series = new double[window.length()];
        for (int at = 0; at < series.length; at++) {
            int hour = (int) window.from() + at;
            double sum = 0;
            int weeks = 0;
            for (int week = 0; week < sums.length; week++) {
                if (known[week][hour + 1] > known[week][hour]) {
                    sum += sums[week][hour + 1][row] - sums[week][hour][row];
                    weeks++;
                }
            }
            series[at] = weeks == 0 ? Double.NaN : sum / weeks;
        }
        return series;
    }
}
