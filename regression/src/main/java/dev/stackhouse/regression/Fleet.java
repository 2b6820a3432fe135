package dev.stackhouse.regression;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/** The instances of both versions: the older ones first. */
final class Fleet {
    /** Number of instances of the older version. */
    final int before;

    final int size;
    final double[] totals;
    private final Paths paths;
    private final List<InstanceCounts> instances;

    Fleet(Paths paths, List<InstanceCounts> older, List<InstanceCounts> newer) {
        this.paths = paths;
        this.instances = Stream.concat(older.stream(), newer.stream()).toList();
        this.before = older.size();
        this.size = instances.size();
        this.totals = instances.stream()
                .mapToDouble(instance -> Arrays.stream(instance.samples()).sum())
                .toArray();
    }

    int after() {
        return size - before;
    }

    /** Self samples of an instance by node. */
    double[] self(int instance) {
        double[] self = new double[paths.size];
        InstanceCounts counts = instances.get(instance);
        for (int at = 0; at < counts.nodes().length; at++) {
            self[paths.merged(counts.nodes()[at])] += counts.samples()[at];
        }
        return self;
    }

    /** Samples by instance that end at some nodes. */
    float[] row(BitSet members) {
        float[] row = new float[size];
        for (int i = 0; i < size; i++) {
            InstanceCounts counts = instances.get(i);
            for (int at = 0; at < counts.nodes().length; at++) {
                if (members.get(paths.merged(counts.nodes()[at]))) {
                    row[i] += counts.samples()[at];
                }
            }
        }
        return row;
    }

    /** What an instance used a second, in the unit of the event. */
    double usePerSecond(int instance) {
        InstanceCounts counts = instances.get(instance);
        return totals[instance] * counts.valuePerSample() / counts.seconds();
    }

    Side side(boolean newer) {
        int from = newer ? before : 0;
        int to = newer ? size : before;
        return new Side(to - from, (long) Arrays.stream(totals, from, to).sum());
    }
}
