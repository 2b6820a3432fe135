package dev.stackhouse.standalone.client;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.stackhouse.proto.query.v1.ComparedUnit;
import dev.stackhouse.proto.query.v1.ComparedVersion;
import dev.stackhouse.proto.query.v1.Finding;
import dev.stackhouse.proto.query.v1.FindingType;
import dev.stackhouse.proto.query.v1.Incident;
import dev.stackhouse.proto.query.v1.IncidentState;
import dev.stackhouse.proto.query.v1.ShareEstimate;
import dev.stackhouse.proto.query.v1.Unit;
import dev.stackhouse.proto.query.v1.UnitType;
import dev.stackhouse.storage.regression.IncidentRow;
import dev.stackhouse.storage.regression.RegressionStore;

/** An incident, and the same in a store. */
final class StoredIncidents {
    static final Incident FIRING = Incident.newBuilder()
            .setId("0123456789abcdef")
            .setFingerprint("fedcba9876543210")
            .setRevision(1)
            .setService("checkout")
            .setEvent("cpu")
            .setState(IncidentState.INCIDENT_STATE_FIRING)
            .setReason("Found at 2 looks in a row.")
            .setFinding(Finding.newBuilder()
                    .setType(FindingType.FINDING_TYPE_REGRESSION)
                    .setUnit(ComparedUnit.newBuilder()
                            .setType(UnitType.UNIT_TYPE_METHOD_SELF)
                            .addPath("shop.Cart.total"))
                    .addPath("shop.Main.run")
                    .addPath("shop.Cart.total")
                    .setBefore(share(0.05))
                    .setAfter(share(0.08))
                    .setChangePerInstance(20e6)
                    .setChangeInAll(120e6)
                    .setPValue(1e-9)
                    .setQValue(1e-8))
            .setBefore(version("41", 5))
            .setAfter(version("42", 6))
            .setMinimalDetectableChange(0.001)
            .setFoundInARow(2)
            .setFirstFoundUnixMillis(1_795_400_000_000L)
            .setUnit(Unit.UNIT_NANOSECONDS)
            .setPagePath("/?service=checkout")
            .build();

    private StoredIncidents() {}

    private static ShareEstimate share(double share) {
        return ShareEstimate.newBuilder()
                .setShare(share)
                .setLow(share - 0.002)
                .setHigh(share + 0.002)
                .build();
    }

    private static ComparedVersion version(String version, int instances) {
        return ComparedVersion.newBuilder()
                .setVersion(version)
                .setInstances(instances)
                .setSamples(10_000L * instances)
                .setFromUnixMillis(1_795_399_000_000L)
                .setToUnixMillis(1_795_399_600_000L)
                .build();
    }

    static void append(RegressionStore store, Incident incident) throws InvalidProtocolBufferException {
        store.incidents()
                .append(new IncidentRow(
                        incident.getService(),
                        incident.getId(),
                        incident.getRevision(),
                        0,
                        incident.getFingerprint(),
                        incident.getEvent(),
                        incident.getBefore().getVersion(),
                        incident.getAfter().getVersion(),
                        "REGRESSION",
                        incident.getState().name().replace("INCIDENT_STATE_", ""),
                        "shop.Cart.total",
                        incident.getFirstFoundUnixMillis(),
                        JsonFormat.printer().print(incident)));
    }
}
