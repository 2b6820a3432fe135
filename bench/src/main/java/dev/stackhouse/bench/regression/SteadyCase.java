package dev.stackhouse.bench.regression;

import dev.stackhouse.regression.Classification;
import dev.stackhouse.regression.Comparison;
import dev.stackhouse.regression.Finding;
import dev.stackhouse.regression.Lifecycle;
import dev.stackhouse.regression.Rules;
import dev.stackhouse.regression.ShiftSearch;
import dev.stackhouse.regression.Shifts;
import dev.stackhouse.regression.State;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some days of a service in one version, looked at every two hours.
 *
 * @param size of what happens, a share of all samples
 */
record SteadyCase(Scenario scenario, double size, int instances, int days, long seed) {
    private static final int LOOK_HOURS = 2;

    /**
     * What came of it.
     *
     * @param suspected whether anything was suspected, before the instances were asked
     * @param found hours from the change to the first look that found it; NaN if nobody was told
     * @param told hours from the change until people were told
     */
    record Result(
            SteadyCase of,
            int trueAlerts,
            int falseAlerts,
            boolean near,
            boolean suspected,
            double found,
            double told,
            double secondsALook) {
        boolean isFound() {
            return trueAlerts > 0;
        }
    }

    private record Open(
            Finding finding, dev.stackhouse.regression.Suspect suspect, int looks, int foundHour, State state) {}

    private record Alert(Suspect suspect, double found, double told) {}

    Result run() {
        int start = ShiftSearch.HISTORY_HOURS;
        int end = start + 24 * days;
        SteadyService service = new SteadyService(seed, scenario, size, instances, start + 1 + (int) (seed & 3), end);
        List<Open> open = new ArrayList<>();
        List<Alert> alerts = new ArrayList<>();
        boolean suspected = false;
        long nanos = 0;
        for (int hour = start + LOOK_HOURS; hour <= end; hour += LOOK_HOURS) {
            service.until(hour);
            long began = System.nanoTime();
            ShiftSearch search = new ShiftSearch(service.samples(), Rules.DEFAULT, List.of(), 24.0 / LOOK_HOURS);
            Shifts shifts = search.find();
            nanos += System.nanoTime() - began;
            suspected |= !shifts.suspects().isEmpty();
            List<Open> next = new ArrayList<>();
            for (Finding finding : findings(service, search, shifts)) {
                Open known = open.stream()
                        .filter(one -> one.finding.isSameCauseAs(finding))
                        .findFirst()
                        .orElse(null);
                if (finding.classification() != Classification.REGRESSION) {
                    open.removeIf(one -> one.finding.isSameCauseAs(finding)); // it is something else
                } else if (next.stream().noneMatch(one -> one.finding.isSameCauseAs(finding))) {
                    next.add(moved(known, finding, shifts, hour, alerts, service.changeHour));
                }
            }
            for (Open one : open) {
                if (next.stream().noneMatch(other -> other.finding.isSameCauseAs(one.finding))
                        && search.persists(one.suspect)) {
                    next.add(moved(one, one.finding, shifts, hour, alerts, service.changeHour));
                }
            }
            open = next;
        }
        Truth truth = new Truth(service.service, service.planted);
        List<Alert> right =
                alerts.stream().filter(alert -> truth.isTrue(alert.suspect)).toList();
        return new Result(
                this,
                right.size(),
                alerts.size() - right.size(),
                right.stream().anyMatch(alert -> truth.isWithinOneFrame(alert.suspect)),
                suspected,
                right.stream().mapToDouble(Alert::found).min().orElse(Double.NaN),
                right.stream().mapToDouble(Alert::told).min().orElse(Double.NaN),
                nanos / 1e9 / (12.0 * days));
    }

    private static List<Finding> findings(SteadyService service, ShiftSearch search, Shifts shifts) {
        if (shifts.suspects().isEmpty()) {
            return List.of();
        }
        long changed = shifts.suspects().get(0).changedHour();
        return new Comparison(service.service.tree, Rules.DEFAULT)
                .explain(
                        service.instances(search.before(changed)),
                        service.instances(search.after(changed)),
                        shifts.suspects())
                .findings();
    }

    private static Open moved(
            @Nullable Open known, Finding finding, Shifts shifts, int hour, List<Alert> alerts, int changeHour) {
        if (known == null) {
            dev.stackhouse.regression.Suspect suspect = shifts.suspects().stream()
                    .filter(finding::isCauseOf)
                    .findFirst()
                    .orElseThrow();
            return new Open(finding, suspect, 1, hour, State.CANDIDATE);
        }
        State state = Lifecycle.DEFAULT.next(known.state, known.looks, true);
        if (state == State.FIRING && known.state != State.FIRING) {
            alerts.add(new Alert(OurDetector.suspect(finding), known.foundHour - changeHour, hour - changeHour));
        }
        return new Open(finding, known.suspect, known.looks + 1, known.foundHour, state);
    }
}
