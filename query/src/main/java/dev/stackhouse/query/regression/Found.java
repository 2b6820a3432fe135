package dev.stackhouse.query.regression;

import dev.stackhouse.proto.query.v1.ComparedVersion;
import dev.stackhouse.proto.query.v1.Incident;
import dev.stackhouse.proto.query.v1.Unit;
import dev.stackhouse.query.compare.FindingMessage;
import dev.stackhouse.query.compare.VersionComparison.Compared;
import dev.stackhouse.query.compare.VersionSelection;
import dev.stackhouse.regression.Finding;
import dev.stackhouse.regression.Outcome;
import dev.stackhouse.regression.Side;
import java.util.Set;

/** What a look has found, as messages. */
public record Found(PlannedLook look, Compared compared) {
    private static final Set<String> EVENTS_OF_BYTES = Set.of("alloc", "live", "native-memory");

    Outcome outcome() {
        return compared.outcome();
    }

    /** The older version. */
    public ComparedVersion before() {
        return side(look.before(), outcome().before(), compared.warmingUpBefore());
    }

    /** The newer version. */
    public ComparedVersion after() {
        return side(look.after(), outcome().after(), compared.warmingUpAfter());
    }

    /** The smallest change that would have been found, or 0. */
    public double detectable() {
        return Double.isNaN(outcome().detectable()) ? 0 : outcome().detectable();
    }

    dev.stackhouse.proto.query.v1.Finding message(Finding finding) {
        return FindingMessage.of(finding, outcome().after().instances());
    }

    /** Puts what was found last into an incident. */
    void fill(Incident.Builder incident, Finding finding) {
        incident.setFinding(message(finding))
                .setBefore(before())
                .setAfter(after())
                .setMinimalDetectableChange(detectable())
                .setUnit(EVENTS_OF_BYTES.contains(look.event()) ? Unit.UNIT_BYTES : Unit.UNIT_NANOSECONDS)
                .clearRoutes()
                .addAllRoutes(look.watch().routes());
        incident.setPagePath(IncidentLinks.page(incident)).setDifferencePath(IncidentLinks.difference(incident));
    }

    private static ComparedVersion side(VersionSelection selection, Side side, int warmingUp) {
        return ComparedVersion.newBuilder()
                .setVersion(selection.version())
                .setInstances(side.instances())
                .setSamples(side.samples())
                .setInstancesWarmingUp(warmingUp)
                .setFromUnixMillis(selection.fromMillis())
                .setToUnixMillis(selection.toMillis())
                .build();
    }
}
