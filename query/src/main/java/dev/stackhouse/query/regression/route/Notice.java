package dev.stackhouse.query.regression.route;

import dev.stackhouse.proto.query.v1.FindingType;
import dev.stackhouse.proto.query.v1.Incident;
import dev.stackhouse.proto.query.v1.IncidentState;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What people are told of an incident.
 *
 * @param incident after the change
 */
record Notice(Kind kind, Incident incident) {
    enum Kind {
        /** A regression that people should look at. */
        FIRED,
        /** It is over. */
        RESOLVED,
        /** Somebody looks after it. */
        ACKNOWLEDGED,
        /** Somebody said that it is the price to pay. */
        ACCEPTED,
        /** Something became cheaper: told once, and nothing has to be done. */
        IMPROVED;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What a change is worth telling; null for nothing.
     *
     * @param before the incident before the change, null if it is the first
     */
    static @Nullable Notice of(@Nullable Incident before, Incident after) {
        // What is told with another incident is as good as not firing.
        Incident fired =
                before != null && isFiring(before) && before.getPartOf().isEmpty() ? before : null;
        boolean improvement = after.getFinding().getType() == FindingType.FINDING_TYPE_IMPROVEMENT;
        if (isFiring(after)) {
            if (!after.getPartOf().isEmpty()) {
                return null;
            }
            if (fired == null || fired.getFiredUnixMillis() != after.getFiredUnixMillis()) {
                return new Notice(improvement ? Kind.IMPROVED : Kind.FIRED, after);
            }
            boolean acknowledged = after.hasAcknowledgement() && !fired.hasAcknowledgement();
            return acknowledged && !improvement ? new Notice(Kind.ACKNOWLEDGED, after) : null;
        }
        if (fired == null || fired.getFinding().getType() == FindingType.FINDING_TYPE_IMPROVEMENT) {
            return null;
        }
        boolean accepted = after.getState() == IncidentState.INCIDENT_STATE_ACCEPTED;
        return new Notice(accepted ? Kind.ACCEPTED : Kind.RESOLVED, after);
    }

    private static boolean isFiring(Incident incident) {
        return incident.getState() == IncidentState.INCIDENT_STATE_FIRING;
    }

    /** Names the notice, also when it is sent a second time. */
    String key() {
        return incident.getId() + "-" + incident.getRevision();
    }
}
