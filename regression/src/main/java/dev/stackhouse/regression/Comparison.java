package dev.stackhouse.regression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares the instances of two versions.
 *
 * <p>Every method and every path is tested with the instances as the sample ({@link Judge}); what changed is kept by its share of false findings ({@link BenjaminiHochberg}), and brought to the few causes behind it ({@link Causes}).
 */
public final class Comparison {
    /** An instance with less than this part of what the median one did says nothing about shares. */
    private static final double IDLE = 0.02;

    private static final double TYPICAL_SHARE = 0.01;

    /** A change that has less of itself left has gone. */
    private static final double STILL = 0.5;

    private static final double STILL_SURE = 0.01;
    private final CallTree tree;
    private final Rules rules;

    public Comparison(CallTree tree, Rules rules) {
        this.tree = tree;
        this.rules = rules;
    }

    /**
     * Compares.
     *
     * @param look number of the look at this deploy, from 0: each has half of the error rate of the one before
     */
    public Outcome compare(List<InstanceCounts> before, List<InstanceCounts> after, int look) {
        List<InstanceCounts> older = working(before);
        List<InstanceCounts> newer = working(after);
        Map<String, String> names = Renames.find(tree, older, newer);
        Paths paths = new Paths(tree, names);
        Fleet fleet = new Fleet(paths, older, newer);
        String tooLittle = tooLittle(fleet, "The older version", "The newer version");
        if (!tooLittle.isEmpty()) {
            return new Outcome(List.of(), fleet.side(false), fleet.side(true), Double.NaN, tooLittle);
        }
        double errorRate = rules.errorRate() / Math.pow(2, look + 1.0);
        Tested tested = Tested.of(paths, fleet, rules);
        Causes causes = new Causes(paths, fleet, rules, tested);
        List<Finding> findings = new ArrayList<>(causes.find(errorRate));
        causes.ofFewInstances(tested.table(), errorRate)
                .filter(hot -> findings.stream().noneMatch(hot::isSameCauseAs))
                .ifPresent(findings::add);
        Level.find(fleet, tested.judge(), rules, errorRate).ifPresent(findings::add);
        double hardest = errorRate / Math.max(1, tested.verdicts().size());
        double floor = rules.leastChange(TYPICAL_SHARE);
        return new Outcome(
                findings,
                fleet.side(false),
                fleet.side(true),
                Math.max(floor, tested.judge().detectable(TYPICAL_SHARE, hardest)),
                "");
    }

    /**
     * Explains with the instances what has shifted in a service without a new version: the cause behind the suspects, and what it is. Other differences between the two times are left out.
     *
     * @param before of the hours that are compared with; instances may be on both sides
     * @param after of the hours since the change
     */
    public Outcome explain(List<InstanceCounts> before, List<InstanceCounts> after, List<Suspect> suspects) {
        List<InstanceCounts> older = working(before);
        List<InstanceCounts> newer = working(after);
        Paths paths = new Paths(tree, Map.of());
        Fleet fleet = new Fleet(paths, older, newer);
        String tooLittle = tooLittle(fleet, "Before the change the service", "Since the change it");
        if (!tooLittle.isEmpty()) {
            return new Outcome(List.of(), fleet.side(false), fleet.side(true), Double.NaN, tooLittle);
        }
        Tested tested = Tested.of(paths, fleet, rules);
        Set<String> suspected =
                suspects.stream().map(suspect -> suspect.unit().method()).collect(Collectors.toSet());
        for (int at = 0; at < tested.qValues().length; at++) {
            // One that was suspected for other reasons is not one of many.
            if (suspected.contains(paths.named(tested.table().units.get(at)).method())) {
                tested.qValues()[at] = tested.verdicts().get(at).pValue();
            }
        }
        List<Finding> findings = new Causes(paths, fleet, rules, tested)
                .find(STILL_SURE).stream()
                        .filter(finding -> suspects.stream().anyMatch(finding::isCauseOf))
                        .toList();
        return new Outcome(findings, fleet.side(false), fleet.side(true), Double.NaN, "");
    }

    /**
     * Whether a change is still there in a later and shorter time: at least half as large, and not likely by chance. What a look found over all of its time may have come and gone in it.
     *
     * @param before counts of that time alone, as those of the newer version
     */
    public boolean persists(Finding finding, List<InstanceCounts> before, List<InstanceCounts> after) {
        List<InstanceCounts> older = working(before);
        List<InstanceCounts> newer = working(after);
        if (older.size() < 2 || newer.size() < 2) {
            return false;
        }
        Paths paths = new Paths(tree, Renames.find(tree, older, newer));
        Fleet fleet = new Fleet(paths, older, newer);
        Judge judge = new Judge(fleet, new UnitTable(paths, fleet, rules.minimalChange() / 2));
        return paths.key(finding.unit())
                .map(unit -> judge.test(fleet.row(paths.members(unit))))
                .filter(verdict -> verdict.change() / finding.change() >= STILL && verdict.pValue() < STILL_SURE)
                .isPresent();
    }

    private String tooLittle(Fleet fleet, String before, String after) {
        List<String> missing = new ArrayList<>();
        missing(fleet.side(false), before, missing);
        missing(fleet.side(true), after, missing);
        return String.join(" ", missing);
    }

    private void missing(Side side, String name, List<String> missing) {
        // A variance within the sides needs an instance more than there are sides.
        int fewest = Math.max(2, rules.minimalInstances());
        if (side.instances() < fewest) {
            missing.add(name + " has " + side.instances() + " of the " + fewest + " instances that are needed.");
        } else if (side.samples() < rules.minimalSamples()) {
            missing.add(name + " has " + side.samples() + " of the " + rules.minimalSamples()
                    + " samples that are needed.");
        }
    }

    private static List<InstanceCounts> working(List<InstanceCounts> instances) {
        long[] samples =
                instances.stream().mapToLong(Comparison::samples).sorted().toArray();
        double fewest = samples.length == 0 ? 0 : Math.max(1, IDLE * samples[samples.length / 2]);
        return instances.stream()
                .filter(instance -> samples(instance) >= fewest)
                .toList();
    }

    private static long samples(InstanceCounts instance) {
        long sum = 0;
        for (long samples : instance.samples()) {
            sum += samples;
        }
        return sum;
    }
}
