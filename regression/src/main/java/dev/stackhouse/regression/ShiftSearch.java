package dev.stackhouse.regression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Searches for methods whose share of a service has shifted without a new version to compare with.
 *
 * <p>The last hours are compared with those before them, as logarithms of shares, minus the same in the weeks before: what comes every day or every week is no shift. How much that varies when nothing happens is seen from
 * the same windows at every hour of the past week ({@link Placebos}): for each method by itself, and for the largest of all methods, so that the chance is one of the whole service.
 */
public final class ShiftSearch {
    /** Hours of the longer of the two windows that are looked at. */
    public static final int WINDOW_HOURS = 6;

    private static final int SHORT_WINDOW = 2;
    private static final int WEEKS = 2;
    private static final int PLACEBO_HOURS = WeeklyDifferences.WEEK;
    private static final int BEFORE_HOURS = 24;
    private static final int COMPARED_HOURS = PLACEBO_HOURS + BEFORE_HOURS + WINDOW_HOURS;

    /** Hours of history that a look reads: two weeks to compare with, a week of placebos, and the windows. */
    public static final int HISTORY_HOURS = WEEKS * WeeklyDifferences.WEEK + COMPARED_HOURS;

    /** Until all instances have a new version, and are warm. */
    private static final int ROLL_OUT_HOURS = 2;

    private static final int DAY = 24;

    /** A shift that has less of itself left has gone. */
    private static final double STILL = 0.5;

    private static final double STILL_DEVIATIONS = 3;
    private static final double TYPICAL_SHARE = 0.01;

    /** Deviations that are exceeded one time out of five. */
    private static final double FOUR_OF_FIVE = 0.84;

    private final HourlySamples samples;
    private final Rules rules;
    private final double looksADay;
    private final List<Integer> deploys;
    private final int end;
    private final WeeklyDifferences differences;
    private final Map<Integer, Judged> judged = new HashMap<>();

    /** What a window is judged by. */
    private record Judged(Hours before, Hours after, Placebos placebos) {}

    /**
     * Prepares a look; the last hour of the samples is the latest.
     *
     * @param samples of {@link #HISTORY_HOURS} hours
     * @param deployHours at which a version of the service was first seen, since the Unix epoch
     * @param looksADay that share the error rate of the rules
     */
    public ShiftSearch(HourlySamples samples, Rules rules, List<Long> deployHours, double looksADay) {
        if (samples.hours() != HISTORY_HOURS) {
            throw new IllegalArgumentException(samples.hours() + " hours, not " + HISTORY_HOURS);
        }
        this.samples = samples;
        this.rules = rules;
        this.looksADay = looksADay;
        this.end = samples.hours();
        this.deploys = deployHours.stream()
                .map(hour -> (int) (hour - samples.fromHour()))
                .filter(hour -> hour < end)
                .sorted()
                .toList();
        this.differences = new WeeklyDifferences(
                samples,
                samples.rows(rules.minimalChange() / 2),
                WEEKS,
                rules.minimalSamples() / (double) WINDOW_HOURS,
                end - COMPARED_HOURS,
                rules.minimalChange() / 3);
        for (int width : List.of(SHORT_WINDOW, WINDOW_HOURS)) {
            Judged one = judge(width);
            if (one != null) {
                judged.put(width, one);
            }
        }
    }

    /** What has shifted in the last hours. */
    public Shifts find() {
        if (judged.isEmpty()) {
            return new Shifts(List.of(), Double.NaN, tooLittle());
        }
        double chance = rules.errorRate() / looksADay / judged.size();
        Map<Unit, Suspect> suspects = new HashMap<>();
        judged.values().forEach(window -> suspects(window, chance)
                .forEach(suspect -> suspects.merge(
                        suspect.unit(), suspect, (one, other) -> one.pValue() <= other.pValue() ? one : other)));
        long latest = samples.fromHour() + end - WINDOW_HOURS;
        List<Suspect> surest = suspects.values().stream()
                // What has come and gone before them is no shift any more.
                .filter(suspect -> suspect.changedHour() >= latest || persists(suspect))
                .sorted(Comparator.comparingDouble(Suspect::pValue))
                .toList();
        return new Shifts(surest, detectable(chance), "");
    }

    private String tooLittle() {
        int last = quietFrom(end);
        if (end - last < 2 * SHORT_WINDOW && !deploys.isEmpty()) {
            return "A version was first seen " + (end - deploys.get(deploys.size() - 1))
                    + " hours ago; it is compared with the one before it.";
        }
        double[] totals = samples.totals();
        int hours = 0;
        for (double total : totals) {
            hours += total > 0 ? 1 : 0;
        }
        return "There are samples of " + hours + " of the last " + end
                + " hours; two weeks and some days are needed to know what is usual.";
    }

    /** The first hour of the time before an hour in which no version was new. */
    private int quietFrom(int hour) {
        int from = 0;
        for (int deploy : deploys) {
            if (deploy < hour) {
                from = Math.max(from, deploy + ROLL_OUT_HOURS);
            }
        }
        return from;
    }

    private @Nullable Judged judge(int width) {
        int length = Math.min(BEFORE_HOURS, end - width - quietFrom(end));
        if (length < width) {
            return null;
        }
        List<double[][]> quiet = new ArrayList<>();
        List<double[][]> all = new ArrayList<>();
        for (int ago = width; ago <= PLACEBO_HOURS; ago++) {
            Hours after = new Hours(end - ago - width, end - ago);
            Hours before = new Hours(after.from() - length, after.from());
            double[][] shifts = differences.shifts(before, after);
            if (Placebos.tells(shifts)) {
                all.add(shifts);
                if (quietFrom((int) after.to()) <= before.from()) {
                    quiet.add(shifts);
                }
            }
        }
        if (all.size() < Placebos.FEWEST || differences.rows() == 0) {
            return null;
        }
        List<double[][]> shifts = quiet.size() < Placebos.FEWEST ? all : quiet;
        Placebos placebos = new Placebos(differences, shifts, Math.max(4, shifts.size() / (2.0 * width)));
        Hours after = new Hours(end - width, end);
        return new Judged(new Hours(after.from() - length, after.from()), after, placebos);
    }

    private List<Suspect> suspects(Judged window, double chance) {
        double[][] shifts = differences.shifts(window.before, window.after);
        List<Suspect> suspects = new ArrayList<>();
        for (int row = 0; row < differences.rows(); row++) {
            double shift = Placebos.sure(shifts, row);
            double pValue = window.placebos.pValue(row, shift);
            if (pValue <= chance && isThereLately(row, window.before, shift)) {
                Suspect suspect = suspect(row, changed(row, window), pValue);
                // From the hour on at which it changed: the end of something else is no shift.
                if (suspect.isGrowth() == shift > 0 && isLargeEnough(suspect)) {
                    suspects.add(suspect);
                }
            }
        }
        return suspects;
    }

    /** Whether at least half of a shift is there in the last two hours alone, beside what is usual in those before: something that has passed is not. */
    private boolean isThereLately(int row, Hours before, double shift) {
        double lately = Arrays.stream(differences.series(row, new Hours(end - SHORT_WINDOW, end)))
                .average()
                .orElse(Double.NaN);
        double[] usual = Arrays.stream(differences.series(row, before))
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        return usual.length > 0 && (lately - usual[usual.length / 2]) / shift >= STILL;
    }

    /** With the shares from a change on, and those to be expected without it. */
    private Suspect suspect(int row, int changed, double pValue) {
        Hours after = new Hours(changed, end);
        int length = Math.min(BEFORE_HOURS, changed - quietFrom(changed));
        double shift = Placebos.sure(differences.shifts(new Hours(changed - length, changed), after), row);
        double share = differences.share(row, after);
        return new Suspect(
                differences.unit(row), differences.stepped(share, -shift), share, pValue, samples.fromHour() + changed);
    }

    private boolean isLargeEnough(Suspect suspect) {
        return Math.abs(suspect.after() - suspect.before()) >= rules.leastChange(suspect.before());
    }

    private int changed(int row, Judged window) {
        Hours both = new Hours(window.before.from(), window.after.to());
        int split = ChangePoint.locate(differences.series(row, both));
        return (int) both.from() + split;
    }

    private double detectable(double chance) {
        Judged window = Objects.requireNonNullElseGet(
                judged.get(WINDOW_HOURS), () -> Objects.requireNonNull(judged.get(SHORT_WINDOW)));
        double deviations = window.placebos.deviations(chance) + FOUR_OF_FIVE;
        double step = deviations * window.placebos.usual(TYPICAL_SHARE);
        double least = rules.leastChange(TYPICAL_SHARE);
        return Math.max(least, differences.stepped(TYPICAL_SHARE, step) - TYPICAL_SHARE);
    }

    /** Whether what has shifted is still there in the last hours: at least half of it, and more than by chance. */
    public boolean persists(Suspect suspect) {
        Judged window = judged.get(WINDOW_HOURS);
        int changed = (int) (suspect.changedHour() - samples.fromHour());
        int row = differences.row(suspect.unit());
        int length = Math.min(BEFORE_HOURS, changed - quietFrom(changed));
        if (window == null || row < 0 || changed >= end || length < 1 || changed - length < end - COMPARED_HOURS) {
            return false;
        }
        Hours after = new Hours(Math.max(changed, end - WINDOW_HOURS), end);
        Hours before = new Hours(changed - length, changed);
        double[][] shifts = differences.shifts(before, after);
        double shift = Placebos.sure(shifts, row);
        double expected = differences.step(suspect.before(), suspect.after());
        return shift / expected >= STILL
                && Math.abs(shift) / window.placebos.deviation(row) >= STILL_DEVIATIONS
                && isThereLately(row, before, expected);
    }

    /** The hours since a change, at most a day, in which instances are compared. */
    public Hours after(long changedHour) {
        long to = samples.fromHour() + end;
        return new Hours(Math.max(changedHour, to - DAY), to);
    }

    /** The hours that they are compared with: the same ones of the week before, or of the day before, if no version was new since; else those before the change. */
    public Hours before(long changedHour) {
        Hours after = after(changedHour);
        for (int ago : List.of(WeeklyDifferences.WEEK, DAY)) {
            Hours before = after.earlier(ago);
            int from = (int) (before.from() - samples.fromHour());
            if (before.to() <= changedHour && quietFrom(end) <= from && hasSamples(from, before.length())) {
                return before;
            }
        }
        int changed = (int) (changedHour - samples.fromHour());
        int length = Math.max(1, Math.min(BEFORE_HOURS, changed - quietFrom(changed)));
        return new Hours(changedHour - length, changedHour);
    }

    private boolean hasSamples(int from, int length) {
        double[] totals = samples.totals();
        for (int hour = from; hour < from + length; hour++) {
            if (totals[hour] <= 0) {
                return false;
            }
        }
        return true;
    }
}
