package dev.stackhouse.bench.regression;

import dev.stackhouse.regression.CallTree;
import dev.stackhouse.regression.InstanceCounts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A simulated deploy: instances of two versions side by side, sampled every 10 ms of CPU time, from the end of the newer ones' warm-up on.
 *
 * <p>Instances differ, and a method's samples on an instance are far from independent. Every method has an effect of its own on each instance (heavy tails), one by zone, a loading on how the instance is (its heap, its neighbours) and
 * on how the zone's hosts are; entry points are called in other proportions on each; load and proportions move with the time of day and of the week. Samples are Poisson about all that.
 */
final class Deploy {
    private static final int ZONES = 3;
    private static final double VALUE_PER_SAMPLE = 1e7;
    private static final double MINUTES_A_DAY = 1440;
    private static final double LOST = 0.5;
    private static final double WARM_UP_MINUTES = 15;
    private static final double WARMING_MINUTES = 4;
    private static final double LATEST_MINUTES = 5;
    private static final double RAMP_MINUTES = 120;
    static final double TRANSIENT_MINUTES = 30;

    final ServiceTree service;
    final Planted planted;
    final int instances;
    private final Draws draws;

    /** Factors by instance and method. */
    private final float[][] effects;

    /** Factors by instance and entry. */
    private final double[][] mixes;

    private final double[] samplesPerSecond;
    private final int[][] counts;

    /** What was counted when the latest part of a look began. */
    private final int[][] marked;

    private final int[] newNodes;
    private final double[] phases;
    private final double startMinutes;
    private final boolean[] losing;
    private double minutes;
    private double markedMinutes;

    /** Sampling so far: before come the older instances, then the newer ones. */
    Deploy(long seed, Scenario scenario, double size, int instancesASide, boolean small) {
        draws = new Draws(seed);
        service = new ServiceTree(draws);
        planted = Planted.in(service, scenario, size, small, draws);
        instances = instancesASide;
        int all = 2 * instancesASide;
        effects = effects(all);
        mixes = new double[all][service.entries + 1];
        samplesPerSecond = new double[all];
        losing = new boolean[all];
        counts = new int[all][service.self.length];
        marked = new int[all][service.self.length];
        double cores = Math.exp(draws.uniform(Math.log(0.5), Math.log(4)));
        for (int i = 0; i < all; i++) {
            samplesPerSecond[i] = 100 * cores * Math.exp(0.15 * draws.heavy());
            losing[i] = scenario == Scenario.LOST_SAMPLES && isNewer(i) && draws.uniform() < 0.33;
            for (int e = 0; e <= service.entries; e++) {
                mixes[i][e] = Math.exp(0.1 * draws.heavy());
            }
        }
        newNodes = newNodes();
        phases = new double[service.entries + 1];
        for (int e = 0; e <= service.entries; e++) {
            phases[e] = draws.uniform(0, 2 * Math.PI);
        }
        startMinutes = draws.uniform(0, 7 * MINUTES_A_DAY);
    }

    private float[][] effects(int all) {
        int methods = service.methods;
        float[][] effects = new float[all][methods];
        double[] own = new double[methods];
        double[] byState = new double[methods];
        double[] byHost = new double[methods];
        double[][] zones = new double[ZONES][methods];
        for (int m = 0; m < methods; m++) {
            own[m] = 0.07 * Math.exp(0.5 * draws.normal());
            byState[m] = 0.04 * draws.normal();
            byHost[m] = 0.03 * draws.normal();
            for (double[] zone : zones) {
                zone[m] = 0.04 * draws.heavy();
            }
        }
        double[] hosts = {draws.normal(), draws.normal(), draws.normal()};
        for (float[] effect : effects) {
            int zone = draws.below(ZONES);
            double state = draws.heavy();
            for (int m = 0; m < methods; m++) {
                effect[m] = (float) Math.exp(
                        own[m] * draws.heavy() + byState[m] * state + byHost[m] * hosts[zone] + zones[zone][m]);
            }
        }
        return effects;
    }

    private int[] newNodes() {
        CallTree tree = service.tree;
        int[] nodes = new int[service.self.length];
        for (int node = 1; node < nodes.length; node++) {
            String frame = tree.frame(node);
            String name = frame.equals(planted.renamed()) ? frame + "Renamed" : frame;
            nodes[node] = tree.child(nodes[tree.parent(node)], name);
        }
        return nodes;
    }

    private boolean isNewer(int instance) {
        return instance >= instances;
    }

    /** Samples on until so many minutes after the warm-up. */
    private void sampleUntil(double untilMinutes) {
        double middle = (minutes + untilMinutes) / 2;
        double seconds = (untilMinutes - minutes) * 60;
        double day = 2 * Math.PI * (startMinutes + middle) / MINUTES_A_DAY;
        double load = (1 + 0.4 * Math.sin(day)) * (1 + 0.2 * Math.sin(day / 7));
        double[] times = new double[service.methods];
        for (int i = 0; i < 2 * instances; i++) {
            for (int m = 0; m < times.length; m++) {
                // Beside what an instance is always like, it is like something for a while.
                times[m] = effects[i][m] * (1 + 0.02 * draws.normal());
            }
            double rate = samplesPerSecond[i] * load * seconds;
            rate *= planted.scenario() == Scenario.TRAFFIC && isNewer(i) ? 2 : 1;
            rate *= losing[i] ? 1 - LOST : 1;
            double[] calls = new double[service.entries + 1];
            for (int e = 0; e <= service.entries; e++) {
                calls[e] = mixes[i][e] * rhythm(e, middle) * (e > 0 && e == planted.entry() && isNewer(i) ? 1.4 : 1);
            }
            for (int node = 0; node < service.self.length; node++) {
                double share = service.self[node] * calls[service.entry[node]];
                if (isNewer(i) && planted.touches(node, service)) {
                    share += added(node, i, minutes, untilMinutes);
                }
                if (share > 0) {
                    counts[i][node] += draws.poisson(share * times[service.method[node]] * rate);
                }
            }
        }
        minutes = untilMinutes;
    }

    /** What a node takes more or less than before, between two times. */
    private double added(int node, int instance, double from, double to) {
        double size = planted.size();
        boolean here = node == planted.node();
        return switch (planted.scenario()) {
            case STEP -> here ? size : 0;
            case RAMP -> here ? size * Math.min(1, (from + to) / 2 / RAMP_MINUTES) : 0;
            case TRANSIENT -> here ? size * transientPart(from, to) : 0;
            case COST_SHIFT -> here ? size : node == planted.donor() ? -size : 0;
            case IMPROVEMENT -> here ? -size : 0;
            case HOT_INSTANCE -> here && instance == instances ? Math.min(0.5, size * instances) : 0;
            case WARM_UP -> (node == service.compiler ? 5 : here ? 1 : 0) * size * coldPart(from, to);
            default -> 0;
        };
    }

    private double transientPart(double from, double to) {
        double start = planted.startMinutes();
        double active = Math.min(to, start + TRANSIENT_MINUTES) - Math.max(from, start);
        return Math.max(0, active) / (to - from);
    }

    /** All of it at the start of the JVM, and ever less. */
    private static double coldPart(double from, double to) {
        return WARMING_MINUTES
                * (Math.exp(-(from + WARM_UP_MINUTES) / WARMING_MINUTES)
                        - Math.exp(-(to + WARM_UP_MINUTES) / WARMING_MINUTES))
                / (to - from);
    }

    /** What all instances of a version together spend on each node in a second, without rhythm and planted changes: in samples. */
    double[] samplesPerSecond(boolean newer) {
        double[] samples = new double[service.self.length];
        for (int i = newer ? instances : 0; i < (newer ? 2 * instances : instances); i++) {
            double rate = samplesPerSecond[i] * (losing[i] ? 1 - LOST : 1);
            for (int node = 0; node < samples.length; node++) {
                samples[node] +=
                        rate * service.self[node] * mixes[i][service.entry[node]] * effects[i][service.method[node]];
            }
        }
        return samples;
    }

    /** How much more often than on average an entry point is called at a time. */
    double rhythm(int e, double atMinutes) {
        return 1 + 0.2 * Math.sin(2 * Math.PI * (startMinutes + atMinutes) / MINUTES_A_DAY + phases[e]);
    }

    /** What a node of the newer version takes more than of the older one, on average over its instances, in a time. */
    double added(int node, double from, double to) {
        return planted.scenario() == Scenario.HOT_INSTANCE
                ? added(node, instances, from, to) / instances
                : added(node, instances, from, to);
    }

    /** Samples on until a look, the last quarter of the time, but no less than five minutes, as its latest part. */
    void sampleForLook(double untilMinutes) {
        sampleUntil(untilMinutes - Math.max(LATEST_MINUTES, (untilMinutes - minutes) / 4));
        markedMinutes = minutes;
        for (int i = 0; i < counts.length; i++) {
            System.arraycopy(counts[i], 0, marked[i], 0, counts[i].length);
        }
        sampleUntil(untilMinutes);
    }

    List<InstanceCounts> older() {
        return counts(0, instances, false);
    }

    List<InstanceCounts> newer() {
        return counts(instances, 2 * instances, false);
    }

    /** The latest part alone. */
    List<InstanceCounts> olderLately() {
        return counts(0, instances, true);
    }

    List<InstanceCounts> newerLately() {
        return counts(instances, 2 * instances, true);
    }

    double minutes() {
        return minutes;
    }

    private List<InstanceCounts> counts(int from, int to, boolean lately) {
        double seconds = (lately ? minutes - markedMinutes : minutes) * 60;
        List<InstanceCounts> sides = new ArrayList<>();
        for (int i = from; i < to; i++) {
            int[] nodes = new int[counts[i].length];
            long[] samples = new long[nodes.length];
            int at = 0;
            for (int node = 0; node < nodes.length; node++) {
                int count = counts[i][node] - (lately ? marked[i][node] : 0);
                if (count > 0) {
                    nodes[at] = isNewer(i) ? newNodes[node] : node;
                    samples[at++] = count;
                }
            }
            sides.add(new InstanceCounts(
                    "i" + i, Arrays.copyOf(nodes, at), Arrays.copyOf(samples, at), seconds, VALUE_PER_SAMPLE));
        }
        return sides;
    }
}
