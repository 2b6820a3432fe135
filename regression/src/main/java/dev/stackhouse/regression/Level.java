package dev.stackhouse.regression;

import java.util.List;
import java.util.Optional;

/** Tests how much instances use by what they did not change in: what slows everything down, or asks for more of everything, is in no share. */
final class Level {
    private Level() {}

    static Optional<Finding> find(Fleet fleet, Judge judge, Rules rules, double errorRate) {
        double[] logs = new double[fleet.size];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = Math.log(fleet.usePerSecond(i) * judge.size(i) / fleet.totals[i]);
        }
        double before = mean(logs, 0, fleet.before);
        double after = mean(logs, fleet.before, fleet.size);
        double squares = squares(logs, 0, fleet.before, before) + squares(logs, fleet.before, fleet.size, after);
        double degrees = fleet.size - 2;
        double deviation = Math.sqrt(Math.max(squares / degrees, 1e-12));
        double error = deviation * Math.sqrt(1.0 / fleet.before + 1.0 / fleet.after());
        double pValue = StudentT.twoSided((after - before) / error, degrees);
        double ratio = Math.exp(after - before);
        if (pValue > errorRate || Math.abs(ratio - 1) < rules.minimalRelativeChange()) {
            return Optional.empty();
        }
        double wide = StudentT.quantile(0.05, degrees) * deviation;
        double wideBefore = wide / Math.sqrt(fleet.before);
        double wideAfter = wide / Math.sqrt(fleet.after());
        double used = 0;
        for (int i = 0; i < fleet.before; i++) {
            used += fleet.usePerSecond(i) / fleet.before;
        }
        return Optional.of(new Finding(
                Classification.LEVEL,
                new Unit(Unit.Type.PATH_TOTAL, List.of("")),
                List.of(),
                new Estimate(1, Math.exp(-wideBefore), Math.exp(wideBefore)),
                new Estimate(ratio, ratio * Math.exp(-wideAfter), ratio * Math.exp(wideAfter)),
                (ratio - 1) * used,
                pValue,
                pValue,
                List.of(),
                List.of()));
    }

    private static double mean(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum / (to - from);
    }

    private static double squares(double[] values, int from, int to, double mean) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (values[i] - mean) * (values[i] - mean);
        }
        return sum;
    }
}
