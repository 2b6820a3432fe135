package dev.stackhouse.regression;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Weeks of a service in one version: sixty methods under four entry points, which follow the day and the week, and vary by some per cent from hour to hour. */
final class SteadyWeeks {
    static final int END = ShiftSearch.HISTORY_HOURS;
    private static final double VARIATION = 0.01;
    private static final int ENTRIES = 4;
    private static final int METHODS = 15;
    private static final long FROM = 490_000;
    private final double[][] samples = new double[ENTRIES * METHODS][END];

    SteadyWeeks() {
        SplittableRandom random = new SplittableRandom(11);
        for (int hour = 0; hour < END; hour++) {
            double load = (1 + 0.5 * Math.sin(2 * Math.PI * hour / 24)) * (hour / 24 % 7 >= 5 ? 0.5 : 1);
            for (int entry = 0; entry < ENTRIES; entry++) {
                double calls = 1 + 0.3 * Math.sin(2 * Math.PI * hour / 24 + entry);
                for (int method = 0; method < METHODS; method++) {
                    samples[entry * METHODS + method][hour] =
                            2000 * (1 + method) * load * calls * Math.exp(VARIATION * random.nextGaussian());
                }
            }
        }
    }

    static List<String> path(int entry, int method) {
        return List.of("run", "handle", "entry" + entry, "m" + entry + "_" + method);
    }

    static long hour(int at) {
        return FROM + at;
    }

    /** Lets a method take so many times as much in some hours. */
    SteadyWeeks times(int entry, int method, double times, int from, int to) {
        for (int hour = from; hour < to; hour++) {
            samples[entry * METHODS + method][hour] *= times;
        }
        return this;
    }

    /** Lets all methods of an entry point take so many times as much. */
    SteadyWeeks times(int entry, double times, int from, int to) {
        for (int method = 0; method < METHODS; method++) {
            times(entry, method, times, from, to);
        }
        return this;
    }

    /** Lets a time be without samples. */
    SteadyWeeks without(int from, int to) {
        for (int entry = 0; entry < ENTRIES; entry++) {
            times(entry, 0, from, to);
        }
        return this;
    }

    HourlySamples counted() {
        HourlySamples counted = new HourlySamples(FROM, END);
        for (int at = 0; at < samples.length; at++) {
            List<Integer> hours = new ArrayList<>();
            for (int hour = 0; hour < END; hour++) {
                if (samples[at][hour] > 0) {
                    hours.add(hour);
                }
            }
            int row = at;
            counted.add(
                    path(at / METHODS, at % METHODS),
                    hours.stream().mapToInt(Integer::intValue).toArray(),
                    hours.stream()
                            .mapToLong(hour -> Math.round(samples[row][hour]))
                            .toArray());
        }
        return counted;
    }

    ShiftSearch search(Long... deployHours) {
        return new ShiftSearch(counted(), Rules.DEFAULT, List.of(deployHours), 12);
    }
}
