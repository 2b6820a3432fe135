package dev.stackhouse.query.regression;

import dev.stackhouse.proto.query.v1.FindingType;
import dev.stackhouse.proto.query.v1.Incident;
import dev.stackhouse.query.compare.FindingMessage;
import dev.stackhouse.query.compare.ServiceHistory;
import dev.stackhouse.query.compare.VersionComparison;
import dev.stackhouse.query.compare.VersionComparison.Compared;
import dev.stackhouse.query.compare.VersionSelection;
import dev.stackhouse.regression.Classification;
import dev.stackhouse.regression.ShiftSearch;
import dev.stackhouse.regression.Shifts;
import dev.stackhouse.regression.Suspect;
import dev.stackhouse.storage.regression.LookRow.Verdict;
import dev.stackhouse.storage.regression.ServiceVersion;
import dev.stackhouse.storage.regression.ShiftLookRow;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Does a look at what has shifted in a service without a new version: searches its history, compares its instances before and after what it
 * finds, and moves the incidents. Thread-safe; blocks.
 */
final class ShiftRun {
    /** After this a change is what the service is like, and not an incident that goes on. */
    static final Duration LONGEST = Duration.ofDays(7);

    private final ServiceHistory history;
    private final VersionComparison comparison;
    private final IncidentBook book;
    private final Clock clock;

    ShiftRun(ServiceHistory history, VersionComparison comparison, IncidentBook book, Clock clock) {
        this.history = history;
        this.comparison = comparison;
        this.book = book;
        this.clock = clock;
    }

    /**
     * Does it. Doing it again changes nothing.
     *
     * @param versions of the service that ran since the first hour of the look
     */
    ShiftLookRow run(PlannedShift look, List<ServiceVersion> versions) {
        long began = System.nanoTime();
        List<ServiceVersion> deploys = versions.stream()
                .filter(version -> hour(version) >= look.fromHour())
                .toList();
        for (ServiceVersion version : deploys) {
            if (hour(version) >= look.endHour() - ShiftSearch.WINDOW_HOURS) {
                return ShiftLookRow.without(
                        look.key(),
                        Verdict.SKIPPED,
                        "version " + version.version() + " is new: see the looks at its deploy");
            }
        }
        ShiftSearch search = new ShiftSearch(
                history.read(look.service(), look.event(), look.fromHour(), ShiftSearch.HISTORY_HOURS),
                look.watch().rules(),
                deploys.stream().map(ShiftRun::hour).toList(),
                look.watch().shifts().perDay());
        Shifts shifts = search.find();
        List<Found> found = new ArrayList<>();
        String remark = shifts.tooLittle();
        if (remark.isEmpty()) {
            for (ShiftGroup group : ShiftGroup.of(shifts.suspects())) {
                found.add(explained(look, search, group, shifts.detectable()));
            }
            move(look, search, found);
        }
        for (Found one : found) {
            remark = remark.isEmpty() ? one.outcome().tooLittle() : remark;
        }
        return row(look, shifts, found, remark, System.nanoTime() - began);
    }

    private static long hour(ServiceVersion version) {
        return Math.floorDiv(version.firstSeenMillis(), PlannedShift.HOUR_MILLIS);
    }

    private Found explained(PlannedShift look, ShiftSearch search, ShiftGroup group, double detectable) {
        VersionSelection before = look.in(search.before(group.changedHour()));
        VersionSelection after = look.in(search.after(group.changedHour()));
        Compared compared =
                comparison.explain(before, after, group.suspects(), look.watch().rules());
        // What would have been found is a question to the search: the instances only tell what it is.
        return new Found(look, before, after, group, compared.withDetectable(detectable));
    }

    private void move(PlannedShift look, ShiftSearch search, List<Found> found) {
        long nowMillis = clock.millis();
        List<Incident> known = book.ofShifts(look, nowMillis - LONGEST.toMillis());
        IncidentMoves moves = new IncidentMoves(book, new IncidentSteps(look, nowMillis), known);
        found.forEach(one -> moves.found(one, cause -> !isEnd(known, cause)));
        for (Incident incident : moves.notFound()) {
            String instead = found.stream().map(one -> one.instead(incident)).collect(Collectors.joining());
            if (instead.isEmpty() && search.persists(suspect(incident))) {
                moves.stillThere(incident);
            } else {
                moves.missed(incident, "Not found any more" + instead + ".");
            }
        }
    }

    /** Whether something became cheaper again that was dearer by an incident, which is over by that. */
    private static boolean isEnd(List<Incident> known, FoundCause cause) {
        return cause.finding().classification() == Classification.IMPROVEMENT
                && known.stream()
                        .anyMatch(incident -> incident.getFinding().getType() != FindingType.FINDING_TYPE_IMPROVEMENT
                                && IncidentContent.method(incident.getFinding())
                                        .equals(cause.finding().unit().method()));
    }

    private static Suspect suspect(Incident incident) {
        var shift = incident.getShift();
        return new Suspect(
                FindingMessage.unit(shift.getUnit()),
                shift.getBefore(),
                shift.getAfter(),
                incident.getFinding().getPValue(),
                incident.getChangedAtUnixMillis() / PlannedShift.HOUR_MILLIS);
    }

    private static ShiftLookRow row(PlannedShift look, Shifts shifts, List<Found> found, String remark, long nanos) {
        List<Classification> classifications = found.stream()
                .flatMap(one -> one.outcome().findings().stream())
                .map(finding -> finding.classification())
                .toList();
        int regressions = (int) classifications.stream()
                .filter(one -> one == Classification.REGRESSION)
                .count();
        return new ShiftLookRow(
                look.key(),
                remark.isEmpty() ? Verdict.COMPARED : Verdict.TOO_LITTLE,
                regressions,
                classifications.size() - regressions,
                shifts.suspects().size(),
                shifts.detectable(),
                remark,
                Math.max(1, nanos / 1_000_000));
    }
}
