package dev.stackhouse.query.regression;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.stackhouse.proto.query.v1.Finding;
import dev.stackhouse.proto.query.v1.FindingType;
import dev.stackhouse.proto.query.v1.Incident;
import dev.stackhouse.proto.query.v1.IncidentState;
import dev.stackhouse.regression.State;
import dev.stackhouse.storage.regression.IncidentRow;

/** Incidents as the store keeps them and as the API tells them. */
public final class IncidentContent {
    private static final String STATE_PREFIX = "INCIDENT_STATE_";
    private static final String TYPE_PREFIX = "FINDING_TYPE_";

    private IncidentContent() {}

    /** The incident of a row. Fields that a newer version has written are left out. */
    public static Incident of(IncidentRow row) {
        Incident.Builder incident = Incident.newBuilder();
        try {
            JsonFormat.parser().ignoringUnknownFields().merge(row.content(), incident);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(
                    "The content of the incident " + row.id() + " is none: " + e.getMessage(), e);
        }
        return incident.setRevision(row.revision())
                .setChangedUnixMillis(row.changedMillis())
                .build();
    }

    /** The row of an incident. */
    static IncidentRow row(Incident incident) {
        String content;
        try {
            content = JsonFormat.printer().omittingInsignificantWhitespace().print(incident);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
        return new IncidentRow(
                incident.getService(),
                incident.getId(),
                incident.getRevision(),
                0,
                incident.getFingerprint(),
                incident.getEvent(),
                incident.getBefore().getVersion(),
                incident.getAfter().getVersion(),
                text(incident.getFinding().getType()),
                text(incident.getState()),
                method(incident.getFinding()),
                incident.getFirstFoundUnixMillis(),
                content);
    }

    /** The deepest frame of what was found. */
    static String method(Finding finding) {
        int frames = finding.getUnit().getPathCount();
        return frames == 0 ? "" : finding.getUnit().getPath(frames - 1);
    }

    /** "FIRING", as the store has it. */
    public static String text(IncidentState state) {
        return state.name().substring(STATE_PREFIX.length());
    }

    /** "REGRESSION", as the store has it. */
    public static String text(FindingType type) {
        return type.name().substring(TYPE_PREFIX.length());
    }

    /** Whether it is of no deploy: the version stayed. */
    static boolean isShift(Incident incident) {
        return incident.getChangedAtUnixMillis() != 0;
    }

    /** Whether looks can still change it; of none they cannot. */
    static boolean isOpen(IncidentState state) {
        return state != IncidentState.INCIDENT_STATE_UNSPECIFIED
                && State.valueOf(text(state)).isOpen();
    }

    static State state(Incident incident) {
        return State.valueOf(text(incident.getState()));
    }

    static IncidentState message(State state) {
        return IncidentState.valueOf(STATE_PREFIX + state.name());
    }
}
