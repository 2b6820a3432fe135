package dev.stackhouse.query.regression;

import dev.stackhouse.proto.query.v1.ChangedUnit;
import dev.stackhouse.proto.query.v1.Finding;
import dev.stackhouse.proto.query.v1.Incident;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Recognises an incident in what a later look finds. With more samples the root that explains a change may be another unit of the same
 * method, or one that was counted among those that grew with it.
 */
final class SameCause {
    private SameCause() {}

    /** The incident of a finding, the likeliest first; null if it is new. */
    static @Nullable Incident among(List<Incident> incidents, String fingerprint, Finding finding) {
        Incident same = first(incidents, incident -> incident.getFingerprint().equals(fingerprint));
        if (same == null) {
            String method = IncidentContent.method(finding);
            same = first(
                    incidents,
                    incident -> isOpen(incident)
                            && incident.getFinding().getType() == finding.getType()
                            && IncidentContent.method(incident.getFinding()).equals(method));
        }
        if (same == null) {
            same = first(
                    incidents,
                    incident -> isOpen(incident)
                            && incident.getFinding().getType() == finding.getType()
                            && (grewWith(finding, incident.getFinding()) || grewWith(incident.getFinding(), finding)));
        }
        return same;
    }

    private static boolean grewWith(Finding root, Finding other) {
        return root.getGainersList().stream().map(ChangedUnit::getUnit).anyMatch(other.getUnit()::equals);
    }

    private static boolean isOpen(Incident incident) {
        return IncidentContent.state(incident).isOpen();
    }

    private static @Nullable Incident first(List<Incident> incidents, Predicate<Incident> condition) {
        return incidents.stream().filter(condition).findFirst().orElse(null);
    }
}
