package dev.stackhouse.bench.regression;

import dev.stackhouse.regression.HourlySamples;
import dev.stackhouse.regression.Hours;
import dev.stackhouse.regression.InstanceCounts;
import dev.stackhouse.regression.ShiftSearch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A simulated service that runs for weeks in one version, sampled every 10 ms of CPU time, with something that happens to it at an hour.
 *
 * <p>Load and the proportions of the entry points follow the day and the week; so do methods, a little. Beside that every entry point and every method wanders, for hours and with heavy tails, on all instances alike, and now and then an entry point is called by a third more often for some hours.
 * Instances differ as those of {@link Deploy} do.
 */
final class SteadyService {
    private static final double SECONDS_AN_HOUR = 3600;
    private static final double VALUE_PER_SAMPLE = 1e7;
    private static final double ENTRY_MEMORY = 0.7;
    private static final double METHOD_MEMORY = 0.8;
    private static final double ENTRY_DEVIATION = 0.05;
    private static final double METHOD_DEVIATION = 0.015;
    private static final double BURST_CHANCE = 0.01;
    private static final double BURST = 1.33;

    final ServiceTree service;
    final Planted planted;
    final int instances;

    /** The hour at which something happens. */
    final int changeHour;

    private final Draws draws;
    private final int[][] counts;
    private final double[] hotSamples;
    private final double[] perSecond;
    private final double[][] mixes;
    private final float[][] effects;
    private final double[] entryLevels;
    private final double[] methodLevels;
    private final double[] methodDeviations;
    private final double[] methodDays;
    private final double[] phases;
    private final double[] methodPhases;
    private final int[] burstUntil;
    private int hours;

    /** @param hours that may be simulated */
    SteadyService(long seed, Scenario scenario, double size, int instances, int changeHour, int hours) {
        this.draws = new Draws(seed);
        this.service = new ServiceTree(draws);
        this.planted = Planted.in(service, scenario, size, false, draws);
        this.instances = instances;
        this.changeHour = changeHour;
        counts = new int[service.self.length][hours];
        hotSamples = new double[hours];
        perSecond = new double[instances];
        mixes = new double[instances][service.entries + 1];
        effects = new float[instances][service.methods];
        double cores = Math.exp(draws.uniform(Math.log(0.5), Math.log(4)));
        double[] own = draw(service.methods, () -> 0.07 * Math.exp(0.5 * draws.normal()));
        double[] byState = draw(service.methods, () -> 0.04 * draws.normal());
        for (int i = 0; i < instances; i++) {
            perSecond[i] = 100 * cores * Math.exp(0.15 * draws.heavy());
            mixes[i] = draw(service.entries + 1, () -> Math.exp(0.1 * draws.heavy()));
            double state = draws.heavy();
            for (int m = 0; m < service.methods; m++) {
                effects[i][m] = (float) Math.exp(own[m] * draws.heavy() + byState[m] * state);
            }
        }
        entryLevels = draw(service.entries + 1, () -> ENTRY_DEVIATION * draws.normal());
        methodDeviations = draw(service.methods, () -> METHOD_DEVIATION * Math.exp(0.5 * draws.normal()));
        methodLevels = Arrays.stream(methodDeviations)
                .map(deviation -> deviation * draws.normal())
                .toArray();
        methodDays = draw(service.methods, () -> 0.03 * draws.normal());
        phases = draw(service.entries + 1, () -> draws.uniform(0, 2 * Math.PI));
        methodPhases = draw(service.methods, () -> draws.uniform(0, 2 * Math.PI));
        burstUntil = new int[service.entries + 1];
    }

    private interface Draw {
        double next();
    }

    private static double[] draw(int number, Draw draw) {
        double[] values = new double[number];
        Arrays.setAll(values, at -> draw.next());
        return values;
    }

    /** Samples on until an hour. */
    void until(int hour) {
        for (; hours < hour; hours++) {
            sample();
        }
    }

    private void sample() {
        double day = 2 * Math.PI * hours / 24;
        boolean weekend = hours / 24 % 7 >= 5;
        boolean changed = hours >= changeHour;
        double load = (1 + 0.4 * Math.sin(day)) * (weekend ? 0.6 : 1);
        load *= changed && planted.scenario() == Scenario.TRAFFIC ? 2 : 1;
        double[] calls = new double[entryLevels.length];
        for (int e = 0; e < calls.length; e++) {
            entryLevels[e] = next(entryLevels[e], ENTRY_MEMORY, ENTRY_DEVIATION);
            if (draws.uniform() < BURST_CHANCE / service.entries) {
                burstUntil[e] = hours + 1 + draws.below(6);
            }
            calls[e] = Math.exp(entryLevels[e])
                    * (1 + 0.2 * Math.sin(day + phases[e]))
                    * (weekend ? 1 + 0.1 * Math.sin(phases[e]) : 1)
                    * (e > 0 && hours < burstUntil[e] ? BURST : 1)
                    * (changed && e > 0 && e == planted.entry() ? 1.4 : 1);
        }
        double[] times = new double[methodLevels.length];
        for (int m = 0; m < times.length; m++) {
            methodLevels[m] = next(methodLevels[m], METHOD_MEMORY, methodDeviations[m]);
            times[m] = Math.exp(methodLevels[m] + methodDays[m] * Math.sin(day + methodPhases[m]));
        }
        double rate = Arrays.stream(perSecond).sum() * load * SECONDS_AN_HOUR;
        for (int node = 0; node < counts.length; node++) {
            double share = service.self[node] * calls[service.entry[node]] + (changed ? added(node) : 0);
            if (share > 0) {
                counts[node][hours] = draws.poisson(share * times[service.method[node]] * rate);
            }
        }
        if (changed && planted.scenario() == Scenario.HOT_INSTANCE) {
            double hot = Math.min(0.5, planted.size() * instances) / instances;
            hotSamples[hours] = draws.poisson(hot * rate);
            counts[planted.node()][hours] += (int) hotSamples[hours];
        }
    }

    /** A value that comes back to 0 from where it is. */
    private double next(double value, double memory, double deviation) {
        return memory * value + Math.sqrt(1 - memory * memory) * deviation * draws.heavy();
    }

    private double added(int node) {
        double size = planted.size();
        boolean here = node == planted.node();
        return switch (planted.scenario()) {
            case STEP -> here ? size : 0;
            case RAMP -> here ? size * Math.min(1, (hours - changeHour + 1) / 3.0) : 0;
            case TRANSIENT -> here && hours == changeHour ? size / 2 : 0; // half an hour of it
            case COST_SHIFT -> here ? size : node == planted.donor() ? -size : 0;
            case IMPROVEMENT -> here ? -size : 0;
            default -> 0;
        };
    }

    int hours() {
        return hours;
    }

    /** The last weeks by hour. */
    HourlySamples samples() {
        int from = hours - ShiftSearch.HISTORY_HOURS;
        HourlySamples samples = new HourlySamples(from, ShiftSearch.HISTORY_HOURS);
        for (int node = 1; node < counts.length; node++) {
            int[] at = new int[ShiftSearch.HISTORY_HOURS];
            long[] ofNode = new long[at.length];
            int used = 0;
            for (int hour = from; hour < hours; hour++) {
                if (counts[node][hour] > 0) {
                    at[used] = hour - from;
                    ofNode[used++] = counts[node][hour];
                }
            }
            if (used > 0) {
                samples.add(service.tree.path(node), Arrays.copyOf(at, used), Arrays.copyOf(ofNode, used));
            }
        }
        return samples;
    }

    /** What each instance did of all that was sampled in some hours. */
    List<InstanceCounts> instances(Hours window) {
        int[][] of = new int[instances][counts.length];
        double[] weights = new double[instances];
        for (int node = 1; node < counts.length; node++) {
            double all = 0;
            for (int hour = (int) window.from(); hour < window.to(); hour++) {
                all += counts[node][hour];
            }
            double hot = node == planted.node() ? hot(window) : 0;
            double sum = 0;
            for (int i = 0; i < instances; i++) {
                // Beside what an instance is always like, it is like something for a while.
                weights[i] = perSecond[i]
                        * mixes[i][service.entry[node]]
                        * effects[i][service.method[node]]
                        * (1 + 0.02 * draws.normal());
                sum += weights[i];
            }
            double drawn = 0;
            for (int i = 0; i < instances; i++) {
                of[i][node] = draws.poisson((all - hot) * weights[i] / sum);
                drawn += of[i][node];
            }
            // All of them together are what was sampled.
            double part = drawn == 0 ? 0 : (all - hot) / drawn;
            for (int i = 0; i < instances; i++) {
                of[i][node] = (int) Math.round(of[i][node] * part + (i == 0 ? hot : 0));
            }
        }
        List<InstanceCounts> counted = new ArrayList<>();
        for (int i = 0; i < instances; i++) {
            counted.add(counts(i, of[i], window.length() * SECONDS_AN_HOUR));
        }
        return counted;
    }

    private double hot(Hours window) {
        return Arrays.stream(hotSamples, (int) window.from(), (int) window.to()).sum();
    }

    private static InstanceCounts counts(int instance, int[] byNode, double seconds) {
        int[] nodes = new int[byNode.length];
        long[] samples = new long[byNode.length];
        int at = 0;
        for (int node = 0; node < byNode.length; node++) {
            if (byNode[node] > 0) {
                nodes[at] = node;
                samples[at++] = byNode[node];
            }
        }
        return new InstanceCounts(
                "i" + instance, Arrays.copyOf(nodes, at), Arrays.copyOf(samples, at), seconds, VALUE_PER_SAMPLE);
    }
}
