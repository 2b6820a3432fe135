package dev.stackhouse.query.regression;

import dev.stackhouse.proto.query.v1.Incident;
import dev.stackhouse.proto.query.v1.Unit;
import dev.stackhouse.query.compare.FindingMessage;
import dev.stackhouse.regression.Classification;
import dev.stackhouse.regression.Finding;
import java.util.EnumSet;
import java.util.Set;

/** One of the causes that a look has found, as an incident has it. */
record FoundCause(Found found, Finding finding) {
    /** What becomes an incident; of the rest the page tells when it is asked. */
    private static final Set<Classification> KEPT =
            EnumSet.of(Classification.REGRESSION, Classification.IMPROVEMENT, Classification.COST_SHIFT);

    private static final Set<String> EVENTS_OF_BYTES = Set.of("alloc", "live", "native-memory");

    /** Whether it becomes an incident. */
    boolean isKept() {
        return KEPT.contains(finding.classification());
    }

    dev.stackhouse.proto.query.v1.Finding message() {
        return FindingMessage.of(finding, found.outcome().after().instances());
    }

    /** The same for the same cause, whatever the deploy. */
    String fingerprint() {
        Look look = found.look();
        return Fingerprint.of(look.service(), look.event(), FindingMessage.unit(finding.unit()));
    }

    /** Id of its incident, if that begins with it. */
    String id() {
        ShiftGroup shifted = found.shifted();
        return shifted == null
                ? Fingerprint.incident(
                        fingerprint(), found.older().version(), found.newer().version())
                : Fingerprint.incident(fingerprint(), shifted.changedHour());
    }

    /** Puts what was found last into an incident. */
    void fill(Incident.Builder incident) {
        Look look = found.look();
        ShiftGroup shifted = found.shifted();
        // What is open keeps its name: without a second version, that of the one that ran when it was found.
        String version = shifted != null && IncidentContent.isOpen(incident.getState())
                ? incident.getAfter().getVersion()
                : "";
        incident.setFinding(message())
                .setBefore(found.before())
                .setAfter(found.after())
                .setMinimalDetectableChange(found.detectable())
                .setUnit(EVENTS_OF_BYTES.contains(look.event()) ? Unit.UNIT_BYTES : Unit.UNIT_NANOSECONDS)
                .clearRoutes()
                .addAllRoutes(look.watch().routes());
        if (!version.isEmpty()) {
            incident.getBeforeBuilder().setVersion(version);
            incident.getAfterBuilder().setVersion(version);
        }
        if (shifted != null) {
            incident.setChangedAtUnixMillis(shifted.changedMillis()).setShift(shifted.of(finding));
        }
        incident.setPagePath(IncidentLinks.page(incident)).setDifferencePath(IncidentLinks.difference(incident));
    }
}
