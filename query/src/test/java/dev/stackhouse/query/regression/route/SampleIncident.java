package dev.stackhouse.query.regression.route;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.stackhouse.proto.query.v1.ComparedUnit;
import dev.stackhouse.proto.query.v1.ComparedVersion;
import dev.stackhouse.proto.query.v1.Finding;
import dev.stackhouse.proto.query.v1.FindingType;
import dev.stackhouse.proto.query.v1.Incident;
import dev.stackhouse.proto.query.v1.IncidentState;
import dev.stackhouse.proto.query.v1.ShareEstimate;
import dev.stackhouse.proto.query.v1.UnitType;
import dev.stackhouse.storage.regression.IncidentRow;
import dev.stackhouse.storage.regression.RegressionStore;

/** A regression of checkout from version 41 to 42, and how it changes. */
final class SampleIncident {
    static final long FIRED_MILLIS = 1_764_400_000_000L;

    private static final long CHANGED_MILLIS = 1_764_385_200_000L;

    private SampleIncident() {}

    /** Each incident has a route of its own. */
    static String route(String id) {
        return "route-" + id;
    }

    static Incident.Builder candidate(String id) {
        return Incident.newBuilder()
                .setId(id)
                .setRevision(1)
                .setFingerprint("f-" + id)
                .setService("checkout")
                .setEvent("cpu")
                .setState(IncidentState.INCIDENT_STATE_CANDIDATE)
                .setReason("Found at one look.")
                .setFinding(Finding.newBuilder()
                        .setType(FindingType.FINDING_TYPE_REGRESSION)
                        .setUnit(ComparedUnit.newBuilder()
                                .setType(UnitType.UNIT_TYPE_METHOD_TOTAL)
                                .addPath("com.acme.Cart.<total & tax>"))
                        .addPath("com.acme.Checkout.run")
                        .addPath("com.acme.Cart.<total & tax>")
                        .setBefore(share(0.05))
                        .setAfter(share(0.08))
                        .setChangePerInstance(12e6)
                        .setChangeInAll(60e6)
                        .setQValue(3e-7))
                .setBefore(ComparedVersion.newBuilder()
                        .setVersion("41")
                        .setInstances(6)
                        .setSamples(60_000))
                .setAfter(ComparedVersion.newBuilder()
                        .setVersion("42")
                        .setInstances(5)
                        .setSamples(50_000))
                .setMinimalDetectableChange(0.0006)
                .setPagePath("/?incident=" + id)
                .addRoutes(route(id));
    }

    static Incident.Builder firing(String id) {
        return candidate(id)
                .setRevision(2)
                .setState(IncidentState.INCIDENT_STATE_FIRING)
                .setFiredUnixMillis(FIRED_MILLIS);
    }

    /** Without a new version. */
    static Incident.Builder shift(String id) {
        Incident.Builder shift = firing(id).setChangedAtUnixMillis(CHANGED_MILLIS);
        shift.getAfterBuilder().setVersion("41");
        return shift;
    }

    static Incident.Builder resolved(String id) {
        return firing(id)
                .setRevision(3)
                .setState(IncidentState.INCIDENT_STATE_RESOLVED)
                .setReason("Not found any more.");
    }

    /** Stores changes, each of which has the next revision. */
    static void store(RegressionStore store, Incident.Builder... changes) {
        for (Incident.Builder change : changes) {
            store.incidents().append(row(change.build()));
        }
    }

    private static IncidentRow row(Incident incident) {
        try {
            return new IncidentRow(
                    incident.getService(),
                    incident.getId(),
                    incident.getRevision(),
                    0,
                    incident.getFingerprint(),
                    incident.getEvent(),
                    incident.getBefore().getVersion(),
                    incident.getAfter().getVersion(),
                    incident.getFinding().getType().name().substring("FINDING_TYPE_".length()),
                    incident.getState().name().substring("INCIDENT_STATE_".length()),
                    incident.getFinding().getUnit().getPath(0),
                    FIRED_MILLIS,
                    JsonFormat.printer().print(incident));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ShareEstimate share(double share) {
        return ShareEstimate.newBuilder()
                .setShare(share)
                .setLow(share * 0.9)
                .setHigh(share * 1.1)
                .build();
    }
}
