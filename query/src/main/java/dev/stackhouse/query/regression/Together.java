package dev.stackhouse.query.regression;

import dev.stackhouse.proto.query.v1.FindingType;
import dev.stackhouse.proto.query.v1.Incident;
import java.time.Duration;
import java.util.List;

/**
 * Which incidents are one to those who are told: a method that became dearer in one deploy by several events, or in several services whose newer
 * versions have one name. The one that fired first stands for the others, as long as it reaches everybody whom they would.
 */
final class Together {
    /** Services that fire further apart share no deploy. */
    private static final long NEAR_MILLIS = Duration.ofDays(1).toMillis();

    private Together() {}

    /** Id of the incident that stands for another one that fires; empty if none does. */
    static String leader(List<Incident> firing, Incident incident) {
        return firing.stream()
                .filter(other -> !other.getId().equals(incident.getId())
                        && other.getPartOf().isEmpty())
                .filter(other -> isSameCause(other, incident))
                .filter(other -> other.getRoutesList().containsAll(incident.getRoutesList()))
                .map(Incident::getId)
                .findFirst()
                .orElse("");
    }

    private static boolean isSameCause(Incident one, Incident other) {
        boolean sameService = one.getService().equals(other.getService());
        return isRegression(one)
                && isRegression(other)
                && IncidentContent.method(one.getFinding()).equals(IncidentContent.method(other.getFinding()))
                && one.getAfter().getVersion().equals(other.getAfter().getVersion())
                && IncidentContent.isShift(one) == IncidentContent.isShift(other)
                && (sameService
                        ? !one.getEvent().equals(other.getEvent())
                                && one.getBefore()
                                        .getVersion()
                                        .equals(other.getBefore().getVersion())
                        : !IncidentContent.isShift(one)
                                && Math.abs(one.getFiredUnixMillis() - other.getFiredUnixMillis()) <= NEAR_MILLIS);
    }

    private static boolean isRegression(Incident incident) {
        return incident.getFinding().getType() == FindingType.FINDING_TYPE_REGRESSION;
    }
}
