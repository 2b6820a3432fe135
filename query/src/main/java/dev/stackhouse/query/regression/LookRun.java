package dev.stackhouse.query.regression;

import dev.stackhouse.proto.query.v1.Incident;
import dev.stackhouse.query.compare.VersionComparison;
import dev.stackhouse.query.compare.VersionComparison.Compared;
import dev.stackhouse.regression.Classification;
import dev.stackhouse.regression.Finding;
import dev.stackhouse.regression.State;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** Does a look: compares, and moves the incidents of the deploy. Thread-safe; blocks. */
public final class LookRun {
    /** What becomes an incident; of the rest the page tells when it is asked. */
    private static final Set<Classification> KEPT =
            EnumSet.of(Classification.REGRESSION, Classification.IMPROVEMENT, Classification.COST_SHIFT);

    private final VersionComparison comparison;
    private final IncidentBook book;
    private final Clock clock;

    public LookRun(VersionComparison comparison, IncidentBook book, Clock clock) {
        this.comparison = comparison;
        this.book = book;
        this.clock = clock;
    }

    /**
     * What came of a look.
     *
     * @param incidents of the deploy that are open, and those that this look has closed
     */
    public record Result(Found found, List<Incident> incidents) {}

    /** Whether there is something that a look which only confirms could confirm. */
    boolean isWorthIt(PlannedLook look) {
        return !look.confirms()
                || book.ofDeploy(look).stream()
                        .map(IncidentContent::state)
                        .anyMatch(state -> state == State.CANDIDATE || state == State.PENDING);
    }

    /** Does it. Doing it again changes nothing, unless somebody asked for it. */
    public Result run(PlannedLook look) {
        Compared compared = comparison.compare(
                look.before(), look.after(), look::lately, look.watch().rules(), look.halvings());
        Found found = new Found(look, compared);
        IncidentSteps steps = new IncidentSteps(found, clock.millis());
        List<Incident> known = book.ofDeploy(look);
        Map<String, Incident> moved = new HashMap<>();
        if (found.outcome().tooLittle().isEmpty()) {
            moveFound(found, steps, known, moved);
            moveMissed(found, steps, known, moved, "Not found any more");
        } else if (look.isLast()) {
            moveMissed(
                    found,
                    steps,
                    known,
                    moved,
                    "Not confirmed: " + found.outcome().tooLittle());
        }
        return new Result(found, List.copyOf(moved.values()));
    }

    private void moveFound(Found found, IncidentSteps steps, List<Incident> known, Map<String, Incident> moved) {
        Map<String, Double> accepted = new HashMap<>();
        List<Finding> findings = new ArrayList<>(found.outcome().findings());
        findings.removeIf(finding -> !KEPT.contains(finding.classification()));
        if (!findings.isEmpty()) {
            book.accepted(found.look().deploy().service())
                    .forEach(incident -> accepted.merge(
                            incident.getFingerprint(), incident.getAcceptance().getShare(), Math::max));
        }
        for (Finding finding : findings) {
            String fingerprint = Fingerprint.of(
                    found.look().deploy().service(),
                    found.look().event(),
                    found.message(finding).getUnit());
            Incident same = SameCause.among(known, fingerprint, found.message(finding));
            String id = same == null
                    ? Fingerprint.incident(fingerprint, found.look().deploy())
                    : same.getId();
            if (!moved.containsKey(id)) { // the surest of those with the same cause comes first
                Double share = accepted.get(fingerprint);
                Incident now = book.change(
                        id,
                        same,
                        current -> steps.whenFound(
                                id,
                                fingerprint,
                                current,
                                finding,
                                share == null ? OptionalDouble.empty() : OptionalDouble.of(share)));
                if (now != null) {
                    moved.put(id, now);
                }
            }
        }
    }

    private void moveMissed(
            Found found, IncidentSteps steps, List<Incident> known, Map<String, Incident> moved, String why) {
        // A candidate that too little can be said of fires no more; what fires goes on.
        boolean blind = !found.outcome().tooLittle().isEmpty();
        for (Incident incident : known) {
            State state = IncidentContent.state(incident);
            if (state.isOpen() && !moved.containsKey(incident.getId()) && !(blind && state == State.FIRING)) {
                String sentence = why + other(found, incident) + ".";
                Incident now = book.change(incident.getId(), incident, current -> steps.whenMissed(current, sentence));
                if (now != null) {
                    moved.put(now.getId(), now);
                }
            }
        }
    }

    /** What it is instead. */
    private static String other(Found found, Incident incident) {
        return found.outcome().findings().stream()
                .filter(finding -> !KEPT.contains(finding.classification())
                        && found.message(finding)
                                .getUnit()
                                .equals(incident.getFinding().getUnit()))
                .findFirst()
                .map(finding -> switch (finding.classification()) {
                    case ENTRY_MIX -> ": entry points are called in another proportion";
                    case HOT_INSTANCE -> ": only a few instances are like that";
                    default -> ": the whole service uses more";
                })
                .orElse("");
    }
}
