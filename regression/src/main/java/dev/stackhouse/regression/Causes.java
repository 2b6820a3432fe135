package dev.stackhouse.regression;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Brings all units that changed to the causes behind them, and says what each is. */
final class Causes {
    /** A change that is hot instances has less than this part of itself left without them. */
    private static final double WITHOUT_THEM = 0.4;

    /** So much of a change has to be what entry points explain. */
    private static final double BY_ENTRIES = 0.6;

    /** Units that are looked at as partners of a shift. */
    private static final double POSSIBLE = 0.01;

    private static final int MOST_NEIGHBOURS = 20;
    private final Paths paths;
    private final Fleet fleet;
    private final Judge judge;
    private final Rules rules;
    private final List<Change> all = new ArrayList<>();

    Causes(Paths paths, Fleet fleet, Rules rules, Tested tested) {
        this.paths = paths;
        this.fleet = fleet;
        this.judge = tested.judge();
        this.rules = rules;
        for (int at = 0; at < tested.qValues().length; at++) {
            Verdict verdict = tested.verdicts().get(at);
            if (verdict.pValue() < POSSIBLE) {
                UnitKey unit = tested.table().units.get(at);
                all.add(new Change(
                        unit, tested.table().rows.get(at), verdict, tested.qValues()[at], paths.members(unit)));
            }
        }
        all.sort(Comparator.comparingDouble(change -> change.verdict().pValue()));
    }

    List<Finding> find(double errorRate) {
        List<Change> left = new ArrayList<>(all.stream()
                .filter(change ->
                        change.qValue() <= errorRate && change.verdict().isLargeEnough(rules))
                .toList());
        List<Finding> findings = new ArrayList<>();
        if (left.isEmpty()) {
            return findings;
        }
        Profiles profiles = new Profiles(paths, judge);
        CostShift shifts = new CostShift(paths, fleet, judge, profiles, all);
        Roots roots = new Roots(profiles, rules);
        explainByEntries(left, new EntryMix(paths, profiles, judge, fleet), shifts, findings);
        while (!left.isEmpty()) {
            List<Change> growth = left.stream().filter(Change::isGrowth).toList();
            Change root = roots.root(growth.isEmpty() ? left : growth);
            Classification classification = isHot(root) ? Classification.HOT_INSTANCE : null;
            List<CostShift.Partner> partners = classification == null ? shifts.partners(root) : List.of();
            BitSet parts = (BitSet) root.members().clone();
            partners.forEach(partner -> parts.or(partner.members()));
            if (classification == null) {
                classification = !partners.isEmpty()
                        ? Classification.COST_SHIFT
                        : root.isGrowth() ? Classification.REGRESSION : Classification.IMPROVEMENT;
            }
            List<Change> explained = left.stream()
                    .filter(change -> change.equals(root) || roots.explains(root, parts, change))
                    .toList();
            left.removeAll(explained);
            List<Neighbour> others =
                    partners.stream().map(CostShift.Partner::neighbour).toList();
            findings.add(finding(classification, root, explained, others, shifts));
        }
        return findings;
    }

    private void explainByEntries(List<Change> left, EntryMix mix, CostShift shifts, List<Finding> findings) {
        if (mix.moved.isEmpty()) {
            return;
        }
        double asSure = left.stream()
                .mapToDouble(change -> change.verdict().pValue())
                .max()
                .orElseThrow();
        List<Change> explained = left.stream()
                .filter(change -> isExplained(change, mix.expected(change.members()), asSure))
                .toList();
        if (!explained.isEmpty()) {
            left.removeAll(explained);
            Change widest = explained.stream()
                    .max(Comparator.comparingDouble(
                            change -> Math.abs(change.verdict().change())))
                    .orElseThrow();
            findings.add(finding(Classification.ENTRY_MIX, widest, explained, List.of(), shifts));
        }
    }

    /** Whether most of a change is what entry points make it, or what they leave of it would not have been found itself. */
    private boolean isExplained(Change change, double byEntries, double asSure) {
        if (byEntries == 0 || byEntries / change.verdict().change() >= BY_ENTRIES) {
            return byEntries != 0;
        }
        double before = change.verdict().before().share();
        Verdict rest = judge.testBeyond(change.row(), (before + byEntries) / before);
        return rest.change() * change.verdict().change() <= 0 || !rest.isLargeEnough(rules) || rest.pValue() > asSure;
    }

    private boolean isHot(Change change) {
        return judge.withoutExtremes(change.row(), change.isGrowth(), HotInstances.few(fleet.after())) < WITHOUT_THEM;
    }

    /** What a few instances spend far more on than the others. */
    Optional<Finding> ofFewInstances(UnitTable table, double errorRate) {
        return HotInstances.find(paths, fleet, judge, rules, table, errorRate).map(change -> {
            CostShift shifts = new CostShift(paths, fleet, judge, new Profiles(paths, judge), all);
            return finding(Classification.HOT_INSTANCE, change, List.of(change), List.of(), shifts);
        });
    }

    private Finding finding(
            Classification classification,
            Change root,
            List<Change> explained,
            List<Neighbour> partners,
            CostShift shifts) {
        List<Neighbour> donors = new ArrayList<>();
        List<Neighbour> gainers = new ArrayList<>();
        partners.forEach(partner -> (partner.change() < 0 ? donors : gainers).add(partner));
        for (Change change : explained) {
            if (!change.equals(root)) {
                (change.isGrowth() ? gainers : donors)
                        .add(new Neighbour(
                                paths.named(change.unit()), change.verdict().change()));
            }
        }
        double used = 0;
        for (int i = fleet.before; i < fleet.size; i++) {
            used += fleet.usePerSecond(i) / fleet.after();
        }
        return new Finding(
                classification,
                paths.named(root.unit()),
                paths.path(shifts.place(root)),
                root.verdict().before(),
                root.verdict().after(),
                root.verdict().change() * judge.ofNewer() * used,
                root.verdict().pValue(),
                root.qValue(),
                largest(donors),
                largest(gainers));
    }

    private static List<Neighbour> largest(List<Neighbour> neighbours) {
        return neighbours.stream()
                .sorted(Comparator.comparingDouble(neighbour -> -Math.abs(neighbour.change())))
                .limit(MOST_NEIGHBOURS)
                .toList();
    }
}
