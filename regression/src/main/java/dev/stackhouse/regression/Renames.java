package dev.stackhouse.regression;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Methods that only have another name in the newer version: one has vanished, and a new one of about its size is called by the same, or calls the same.
 *
 * <p>They are taken for one method: nothing is found if it is as dear as it was, and if it is dearer, then that is found.
 */
final class Renames {
    /** What a method keeps of its share if it is said to have vanished. */
    private static final double REMAINS = 0.02;

    private static final double LARGEST_RATIO = 2;
    private static final double ENOUGH_IN_COMMON = 0.5;
    private static final int FEWEST_SAMPLES = 20;
    private static final int MOST_CANDIDATES = 500;

    /** A whole package may be renamed: callers first, then those that they call. */
    private static final int ROUNDS = 5;

    private record Candidate(String frame, double share, Map<String, Double> callers, Map<String, Double> callees) {}

    private Renames() {}

    /** New names by old ones. */
    static Map<String, String> find(CallTree tree, List<InstanceCounts> before, List<InstanceCounts> after) {
        double[] olds = selfShares(tree, before);
        double[] news = selfShares(tree, after);
        double fewest = FEWEST_SAMPLES / Math.max(1, samples(before));
        Map<String, String> names = new HashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            List<Candidate> vanished = candidates(tree, olds, news, fewest, names);
            List<Candidate> appeared = candidates(tree, news, olds, fewest, names);
            if (!match(vanished, appeared, names)) {
                break;
            }
        }
        return names;
    }

    private static boolean match(List<Candidate> vanished, List<Candidate> appeared, Map<String, String> names) {
        List<Candidate> left = new ArrayList<>(appeared);
        boolean found = false;
        for (Candidate old : vanished) {
            Candidate best = left.stream()
                    .filter(fresh -> ratio(old, fresh) <= LARGEST_RATIO && inCommon(old, fresh) >= ENOUGH_IN_COMMON)
                    .min(Comparator.comparingDouble(fresh -> ratio(old, fresh) - inCommon(old, fresh)))
                    .orElse(null);
            if (best != null) {
                left.remove(best);
                names.put(old.frame, best.frame);
                found = true;
            }
        }
        return found;
    }

    private static double ratio(Candidate a, Candidate b) {
        return Math.max(a.share, b.share) / Math.min(a.share, b.share);
    }

    private static double inCommon(Candidate a, Candidate b) {
        return Math.max(overlap(a.callers, b.callers), overlap(a.callees, b.callees));
    }

    private static double overlap(Map<String, Double> a, Map<String, Double> b) {
        double of = Math.max(sum(a), sum(b));
        double common = 0;
        for (Map.Entry<String, Double> entry : a.entrySet()) {
            common += Math.min(entry.getValue(), b.getOrDefault(entry.getKey(), 0.0));
        }
        return of > 0 ? common / of : 0;
    }

    private static double sum(Map<String, Double> shares) {
        return shares.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Methods that are on one side and not on the other, dearest first. */
    private static List<Candidate> candidates(
            CallTree tree, double[] here, double[] there, double fewest, Map<String, String> names) {
        double[] pathsHere = pathTotals(tree, here);
        double[] pathsThere = pathTotals(tree, there);
        Map<String, double[]> shares = new HashMap<>();
        for (int node = 1; node < tree.size(); node++) {
            double[] share = shares.computeIfAbsent(tree.frame(node), frame -> new double[2]);
            share[0] += pathsHere[node];
            share[1] += pathsThere[node];
        }
        Map<String, Candidate> candidates = new HashMap<>();
        shares.entrySet().stream()
                .filter(entry -> !names.containsKey(entry.getKey()) && !names.containsValue(entry.getKey()))
                .filter(entry -> entry.getValue()[0] >= fewest && entry.getValue()[1] <= entry.getValue()[0] * REMAINS)
                .sorted(Comparator.comparingDouble(entry -> -entry.getValue()[0]))
                .limit(MOST_CANDIDATES)
                .forEach(entry -> candidates.put(
                        entry.getKey(),
                        new Candidate(entry.getKey(), entry.getValue()[0], new HashMap<>(), new HashMap<>())));
        for (int node = 1; node < tree.size(); node++) {
            Candidate called = candidates.get(tree.frame(node));
            int parent = tree.parent(node);
            if (called != null) {
                called.callers.merge(named(tree.frame(parent), names), pathsHere[node], Double::sum);
            }
            Candidate calling = candidates.get(tree.frame(parent));
            if (calling != null) {
                calling.callees.merge(named(tree.frame(node), names), pathsHere[node], Double::sum);
            }
        }
        return candidates.values().stream()
                .sorted(Comparator.comparingDouble((Candidate candidate) -> -candidate.share)
                        .thenComparing(Candidate::frame))
                .toList();
    }

    private static String named(String frame, Map<String, String> names) {
        return names.getOrDefault(frame, frame);
    }

    private static double samples(List<InstanceCounts> instances) {
        double samples = 0;
        for (InstanceCounts instance : instances) {
            for (long count : instance.samples()) {
                samples += count;
            }
        }
        return samples;
    }

    private static double[] selfShares(CallTree tree, List<InstanceCounts> instances) {
        double[] shares = new double[tree.size()];
        double all = Math.max(1, samples(instances));
        for (InstanceCounts instance : instances) {
            for (int at = 0; at < instance.nodes().length; at++) {
                shares[instance.nodes()[at]] += instance.samples()[at] / all;
            }
        }
        return shares;
    }

    private static double[] pathTotals(CallTree tree, double[] self) {
        double[] totals = self.clone();
        for (int node = totals.length - 1; node > 0; node--) {
            totals[tree.parent(node)] += totals[node];
        }
        return totals;
    }
}
