package dev.stackhouse.regression;

import java.util.Arrays;
import java.util.List;

/**
 * Tests whether the instances of two versions spend another share on a unit.
 *
 * <p>The sample is the instance. Its samples of a unit are brought to one size, and their shifted logarithm is compared by a pooled t test with a moderated variance. The shift is what makes the variance of rare and of frequent units
 * about the same: 1 / (4 α), with α the squared coefficient of variation between instances (as for the negative binomial distribution). Far above it the value is a log share.
 */
final class Judge {
    private static final double ENOUGH_FOR_VARIATION = 100;
    private static final double LEAST_SHIFT = 0.5;
    private static final double LARGEST_SHIFT = 50;

    private final Fleet fleet;
    private final double[] factors;
    private final double shift;

    /** Samples of an instance of the older version, brought to one size. */
    private final double whole;

    private final double wholeAfter;
    private final Moderation moderation;

    /** Standard errors on either side of a mean that hold it with 95 %. */
    private final double confident;

    Judge(Fleet fleet, UnitTable table) {
        this.fleet = fleet;
        double[] sizes = SizeFactors.of(table.selfRows(), fleet.totals);
        double typical = Math.exp(Arrays.stream(sizes).map(Math::log).average().orElse(0));
        factors = Arrays.stream(sizes).map(size -> size / typical).toArray();
        whole = mean(scaled(fleet.totals), 0, fleet.before);
        wholeAfter = mean(scaled(fleet.totals), fleet.before, fleet.size);
        shift = shift(table.rows);
        double[] means = new double[table.rows.size()];
        double[] variances = new double[means.length];
        for (int at = 0; at < means.length; at++) {
            Sides sides = sides(table.rows.get(at));
            means[at] = sides.mean();
            variances[at] = sides.variance;
        }
        moderation = new Moderation(means, variances, fleet.size - 2);
        confident = StudentT.quantile(0.05, moderation.degrees());
    }

    /** Means and pooled variance of shifted logarithms. */
    private record Sides(double before, double after, double variance, double shift) {
        double mean() {
            return Math.exp((before + after) / 2) - shift;
        }

        /** What a step of the logarithm is in samples. */
        double slope() {
            return Math.exp((before + after) / 2);
        }
    }

    /** How large an instance is, in proportion to the others. */
    double size(int instance) {
        return factors[instance];
    }

    Verdict test(float[] row) {
        Sides sides = sides(row);
        double variance = moderation.variance(sides.mean(), sides.variance);
        double difference = sides.after - sides.before;
        double error = Math.sqrt(variance * (1.0 / fleet.before + 1.0 / fleet.after()));
        double degrees = moderation.degrees();
        double[] scaled = scaled(row);
        double before = mean(scaled, 0, fleet.before) / whole;
        double after = mean(scaled, fleet.before, fleet.size) / whole;
        double wide = confident * Math.sqrt(variance) / whole;
        return new Verdict(
                estimate(before, wide * Math.exp(sides.before) / Math.sqrt(fleet.before)),
                estimate(after, wide * Math.exp(sides.after) / Math.sqrt(fleet.after())),
                after - before,
                (Math.exp(sides.after) - Math.exp(sides.before)) / whole,
                error * sides.slope() / whole,
                StudentT.twoSided(difference / error, degrees));
    }

    /** Tests whether a unit changed by something else than a factor that is known. */
    Verdict testBeyond(float[] row, double factor) {
        float[] rest = row.clone();
        for (int i = fleet.before; i < fleet.size; i++) {
            rest[i] /= (float) factor;
        }
        return test(rest);
    }

    private static Estimate estimate(double share, double wide) {
        return new Estimate(share, Math.max(0, share - wide), share + wide);
    }

    /** The part of a change that is left without the instances of each side that spend most (or, of something that shrank, least). */
    double withoutExtremes(float[] row, boolean grown, int leftOut) {
        double[] logs = logs(row);
        double[] before = Arrays.copyOfRange(logs, 0, fleet.before);
        double[] after = Arrays.copyOfRange(logs, fleet.before, fleet.size);
        double all = mean(after, 0, after.length) - mean(before, 0, before.length);
        return (trimmed(after, grown, leftOut) - trimmed(before, grown, leftOut)) / all;
    }

    private static double trimmed(double[] logs, boolean largest, int leftOut) {
        double[] sorted = logs.clone();
        Arrays.sort(sorted);
        int out = Math.min(leftOut, sorted.length - 1);
        return largest ? mean(sorted, 0, sorted.length - out) : mean(sorted, out, sorted.length);
    }

    /**
     * What the instances of a side that spend most add to its mean, as far as each spends many times what is usual.
     *
     * @param usualShare of the others
     * @param pValue of the first being one of the others
     */
    record Excess(double share, double usualShare, double pValue) {}

    Excess excess(float[] row, boolean newer, int few, double times) {
        double[] side = newer
                ? Arrays.copyOfRange(scaled(row), fleet.before, fleet.size)
                : Arrays.copyOfRange(scaled(row), 0, fleet.before);
        Arrays.sort(side);
        int others = side.length - few;
        if (others < 2) {
            return new Excess(0, mean(side, 0, side.length) / whole, 1);
        }
        double usual = mean(side, 0, others);
        double[] logs =
                Arrays.stream(side).map(value -> Math.log(value + shift)).toArray();
        double seen = squares(logs, 0, others) / (others - 1);
        double variance = Math.max(seen, moderation.variance(usual, seen));
        double t = (logs[side.length - 1] - mean(logs, 0, others)) / Math.sqrt(variance * (1 + 1.0 / others));
        double excess = Arrays.stream(side, others, side.length)
                .filter(value -> value >= times * usual)
                .map(value -> value - usual)
                .sum();
        return new Excess(excess / side.length / whole, usual / whole, StudentT.twoSided(t, others - 1));
    }

    /** Shares by node of a side, in the size of the older version. */
    double[] selfShares(boolean newer, int nodes) {
        double[] shares = new double[nodes];
        int from = newer ? fleet.before : 0;
        int to = newer ? fleet.size : fleet.before;
        for (int i = from; i < to; i++) {
            double[] self = fleet.self(i);
            for (int node = 0; node < nodes; node++) {
                shares[node] += self[node] / factors[i] / (to - from) / whole;
            }
        }
        return shares;
    }

    /** What the share of an instance has to be multiplied with to be one of all that the newer instances did. */
    double ofNewer() {
        return whole / wholeAfter;
    }

    /** Smallest change of a method of that share that is found four times out of five if it has to be that sure. */
    double detectable(double share, double pValue) {
        double samples = share * whole;
        double error = Math.sqrt(moderation.usual(samples) * (1.0 / fleet.before + 1.0 / fleet.after()));
        double sure = StudentT.quantile(pValue, moderation.degrees()) + StudentT.quantile(0.4, moderation.degrees());
        return (samples + shift) * Math.expm1(sure * error) / whole;
    }

    private double shift(List<float[]> rows) {
        double[] variations = rows.stream()
                .map(this::scaled)
                .filter(scaled -> mean(scaled, 0, scaled.length) >= ENOUGH_FOR_VARIATION)
                .mapToDouble(this::variation)
                .sorted()
                .toArray();
        double median = variations.length == 0 ? 0 : variations[variations.length / 2];
        return median <= 0 ? LARGEST_SHIFT : Math.min(LARGEST_SHIFT, Math.max(LEAST_SHIFT, 1 / (4 * median)));
    }

    /** Squared coefficient of variation within the sides, beyond that of counting. */
    private double variation(double[] scaled) {
        double[] logs =
                Arrays.stream(scaled).map(value -> Math.log(value + 0.5)).toArray();
        double mean = mean(scaled, 0, scaled.length);
        double counting = 0;
        for (double factor : factors) {
            counting += 1 / (mean * factor) / scaled.length;
        }
        return pooled(logs) - counting;
    }

    private Sides sides(float[] row) {
        double[] logs = logs(row);
        double before = mean(logs, 0, fleet.before);
        double after = mean(logs, fleet.before, fleet.size);
        return new Sides(before, after, Math.max(pooled(logs), counting(row)), shift);
    }

    /** The variance of the logarithms that counting alone makes: no unit varies less. */
    private double counting(float[] row) {
        double[] scaled = scaled(row);
        double before = mean(scaled, 0, fleet.before);
        double after = mean(scaled, fleet.before, fleet.size);
        double sum = 0;
        for (int i = 0; i < fleet.size; i++) {
            double mean = i < fleet.before ? before : after;
            sum += mean / factors[i] / ((mean + shift) * (mean + shift));
        }
        return sum / fleet.size;
    }

    /** Shifted logarithms; a logarithm of counts is too small on average by half of their variance, which is mended, as sides may differ in size. */
    private double[] logs(float[] row) {
        double[] scaled = scaled(row);
        double before = mean(scaled, 0, fleet.before);
        double after = mean(scaled, fleet.before, fleet.size);
        double[] logs = new double[scaled.length];
        for (int i = 0; i < logs.length; i++) {
            double mean = i < fleet.before ? before : after;
            logs[i] = Math.log(scaled[i] + shift) + mean / factors[i] / (2 * (mean + shift) * (mean + shift));
        }
        return logs;
    }

    private double[] scaled(float[] row) {
        double[] scaled = new double[row.length];
        Arrays.setAll(scaled, i -> row[i] / factors[i]);
        return scaled;
    }

    private double[] scaled(double[] row) {
        double[] scaled = new double[row.length];
        Arrays.setAll(scaled, i -> row[i] / factors[i]);
        return scaled;
    }

    private static double mean(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum / (to - from);
    }

    /** Variance within the sides. */
    private double pooled(double[] values) {
        return (squares(values, 0, fleet.before) + squares(values, fleet.before, fleet.size)) / (fleet.size - 2);
    }

    private static double squares(double[] values, int from, int to) {
        double mean = mean(values, from, to);
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (values[i] - mean) * (values[i] - mean);
        }
        return sum;
    }
}
