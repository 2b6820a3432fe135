package dev.stackhouse.regression;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Instances of a service whose paths take given numbers of samples, give or take some per cent by instance and method. */
final class SyntheticFleet {
    private static final double VARIATION = 0.04;
    final CallTree tree = new CallTree();
    private final SplittableRandom random = new SplittableRandom(7);
    private final Map<String, Integer> samples = new LinkedHashMap<>();

    /** Many methods that stay as they are: what a service is mostly made of. */
    static SyntheticFleet ordinary() {
        SyntheticFleet fleet = new SyntheticFleet();
        for (int entry = 0; entry < 4; entry++) {
            for (int method = 0; method < 12; method++) {
                fleet.path("run;handle;entry" + entry + ";m" + entry + "_" + method, 500 + 100 * method);
            }
        }
        return fleet;
    }

    /** Sets what a path takes itself on an instance. */
    SyntheticFleet path(String path, int count) {
        samples.put(path, count);
        return this;
    }

    int taken(String path) {
        return samples.get(path);
    }

    List<InstanceCounts> instances(int count) {
        return instances(count, 1);
    }

    /** Instances as they are now, that did so many times as much. */
    List<InstanceCounts> instances(int count, double times) {
        List<InstanceCounts> instances = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            instances.add(instance("i" + i, times));
        }
        return instances;
    }

    InstanceCounts instance(String name, double times) {
        Map<Integer, Long> counts = new LinkedHashMap<>();
        samples.forEach((path, count) -> {
            double variation = Math.exp(VARIATION * random.nextGaussian());
            counts.put(tree.node(List.of(path.split(";"))), Math.round(count * times * variation));
        });
        return new InstanceCounts(
                name,
                counts.keySet().stream().mapToInt(Integer::intValue).toArray(),
                counts.values().stream().mapToLong(Long::longValue).toArray(),
                600,
                1e7);
    }

    Outcome compare(List<InstanceCounts> before, List<InstanceCounts> after) {
        return new Comparison(tree, Rules.DEFAULT).compare(before, after, 0);
    }
}
