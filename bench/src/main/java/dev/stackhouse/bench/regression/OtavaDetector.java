package dev.stackhouse.bench.regression;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Otava's algorithm over the share of each method in the whole fleet, in points of ten minutes: those of the older version before the deploy, then those of the newer one, all again at each look. With our floors. Names the surest method.
 */
final class OtavaDetector implements Detector {
    private static final int POINTS_BEFORE = 16;
    private static final double POINT_MINUTES = 10;
    private static final double RELATIVE = 0.03;
    private static final double ABSOLUTE = 0.0003;
    private static final double LEAST_SHARE = 0.00015;
    private final Map<Deploy, List<double[]>> points = new HashMap<>();

    @Override
    public String name() {
        return "Otava's algorithm";
    }

    @Override
    public List<Suspect> look(Deploy deploy, int look) {
        List<double[]> shares = points.computeIfAbsent(deploy, OtavaDetector::points);
        int length = POINTS_BEFORE + (int) (deploy.minutes() / POINT_MINUTES);
        Suspect surest = null;
        double least = 1;
        for (int method = 0; method < deploy.service.methods; method++) {
            double[] series = new double[length];
            for (int at = 0; at < length; at++) {
                series[at] = shares.get(at)[method];
            }
            ChangePoints changes = new ChangePoints(series);
            double before = changes.mean(0, POINTS_BEFORE);
            double grown = changes.mean(POINTS_BEFORE, length) - before;
            // Nothing else could be reported: the search is spared.
            if (before + grown < LEAST_SHARE || grown < Math.max(ABSOLUTE, RELATIVE * before)) {
                continue;
            }
            List<Integer> found = changes.find();
            for (int at = 0; at < found.size(); at++) {
                double pValue = changes.pValue(found, at);
                if (Math.abs(found.get(at) - POINTS_BEFORE) <= 1 && pValue < least) {
                    least = pValue;
                    surest = new Suspect(name(deploy, method));
                }
            }
        }
        return surest == null ? List.of() : List.of(surest);
    }

    private static String name(Deploy deploy, int method) {
        for (int node = 1; node < deploy.service.self.length; node++) {
            if (deploy.service.method[node] == method) {
                return deploy.service.tree.frame(node);
            }
        }
        return "";
    }

    private static List<double[]> points(Deploy deploy) {
        Draws draws = new Draws(deploy.planted.hashCode());
        double[] older = deploy.samplesPerSecond(false);
        double[] newer = deploy.samplesPerSecond(true);
        List<double[]> points = new ArrayList<>();
        for (int at = -POINTS_BEFORE; at < POINTS_BEFORE; at++) {
            double from = at * POINT_MINUTES;
            points.add(point(deploy, at < 0 ? older : newer, at >= 0, from, draws));
        }
        return points;
    }

    private static double[] point(Deploy deploy, double[] nodes, boolean newer, double from, Draws draws) {
        ServiceTree service = deploy.service;
        double all = 0;
        for (double node : nodes) {
            all += node;
        }
        double[] shares = new double[service.methods];
        for (int node = 0; node < nodes.length; node++) {
            int e = service.entry[node];
            double rate = nodes[node] * deploy.rhythm(e, from);
            rate *= newer && e > 0 && e == deploy.planted.entry() ? 1.4 : 1;
            rate += newer ? all * deploy.added(node, from, from + POINT_MINUTES) : 0;
            // A renamed method is a new one.
            boolean isGone = newer && service.tree.frame(node).equals(deploy.planted.renamed());
            shares[isGone ? 0 : service.method[node]] += Math.max(0, rate);
        }
        double sum = 0;
        for (int method = 0; method < shares.length; method++) {
            double mean = shares[method] * POINT_MINUTES * 60 * Math.exp(0.005 * draws.normal());
            shares[method] = draws.poisson(mean);
            sum += shares[method];
        }
        for (int method = 0; method < shares.length; method++) {
            shares[method] /= sum;
        }
        return shares;
    }
}
