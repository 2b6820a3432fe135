package dev.stackhouse.standalone.client;

import dev.stackhouse.proto.query.v1.ComparedVersion;
import dev.stackhouse.proto.query.v1.Finding;
import dev.stackhouse.proto.query.v1.Incident;
import dev.stackhouse.proto.query.v1.IncidentNote;
import dev.stackhouse.proto.query.v1.IncidentState;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/** Incidents for a terminal. */
public final class IncidentText {
    private static final String PREFIX = "INCIDENT_STATE_";

    private IncidentText() {}

    /** "went-away". */
    static String state(IncidentState state) {
        return state.name().replace(PREFIX, "").toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** One line each. */
    static String table(List<Incident> incidents, ZoneId zone) {
        if (incidents.isEmpty()) {
            return "Nothing became dearer, as far as it was looked at.\n";
        }
        TextTable table = new TextTable(
                "id", "state", "service", "versions", "event", "what", " points", " in all", "first found", "seen by");
        for (Incident incident : incidents) {
            table.row(
                    incident.getId(),
                    state(incident.getState()),
                    incident.getService(),
                    isShift(incident)
                            ? incident.getAfter().getVersion() + since(incident, zone)
                            : incident.getBefore().getVersion() + " → "
                                    + incident.getAfter().getVersion(),
                    incident.getEvent(),
                    VersionText.name(incident.getFinding().getUnit()),
                    change(incident.getFinding()),
                    cost(incident),
                    time(incident.getFirstFoundUnixMillis(), zone),
                    incident.getAcknowledgement().getBy());
        }
        return table.format();
    }

    /** One change, on one line. */
    public static String line(Incident incident, ZoneId zone) {
        return time(incident.getChangedUnixMillis(), zone) + "  " + state(incident.getState()) + "  "
                + incident.getService() + " " + incident.getAfter().getVersion() + since(incident, zone) + ", "
                + incident.getEvent() + ": "
                + VersionText.title(incident.getFinding().getType()) + ": "
                + VersionText.name(incident.getFinding().getUnit()) + ", " + change(incident.getFinding())
                + " points, " + cost(incident) + " in all (" + incident.getId() + ")";
    }

    /** All about one. */
    public static String all(Incident incident, List<Incident> history, String address, ZoneId zone) {
        StringBuilder text = new StringBuilder();
        text.append(incident.getService())
                .append(' ')
                .append(incident.getAfter().getVersion())
                .append(
                        isShift(incident)
                                ? since(incident, zone) + " against before"
                                : " against " + incident.getBefore().getVersion())
                .append(", ")
                .append(incident.getEvent())
                .append(": ")
                .append(state(incident.getState()))
                .append(". ")
                .append(incident.getReason())
                .append('\n');
        VersionText.finding(text, incident.getFinding(), incident.getUnit(), incident.getEvent());
        side(text, "before", incident.getBefore(), zone);
        side(text, "after", incident.getAfter(), zone);
        if (incident.getMinimalDetectableChange() > 0) {
            text.append("  least   ")
                    .append(VersionText.points(incident.getMinimalDetectableChange()))
                    .append(
                            " points in a method with 1 % of the samples would have been found in four cases of five\n");
        }
        text.append("  page    ").append(address).append(incident.getPagePath()).append('\n');
        for (Incident change : history) {
            text.append("  ")
                    .append(time(change.getChangedUnixMillis(), zone))
                    .append("  ")
                    .append(state(change.getState()))
                    .append(": ")
                    .append(change.getReason())
                    .append(said(change))
                    .append('\n');
        }
        return text.toString();
    }

    /** Whether it changed without a new version. */
    private static boolean isShift(Incident incident) {
        return incident.getChangedAtUnixMillis() != 0;
    }

    /** " since 2026-11-29 03:00:00", or nothing in a deploy. */
    private static String since(Incident incident, ZoneId zone) {
        return isShift(incident) ? " since " + time(incident.getChangedAtUnixMillis(), zone) : "";
    }

    private static String said(Incident change) {
        return said(" Seen by ", change.getAcknowledgement()) + said(" Accepted by ", change.getAcceptance());
    }

    private static String said(String what, IncidentNote note) {
        return note.getBy().isEmpty()
                ? ""
                : what + note.getBy() + (note.getNote().isEmpty() ? "." : ": " + note.getNote());
    }

    private static void side(StringBuilder text, String name, ComparedVersion side, ZoneId zone) {
        text.append(String.format(
                Locale.ROOT,
                "  %-7s version %s: %d samples of %d instances, %s to %s%n",
                name,
                side.getVersion(),
                side.getSamples(),
                side.getInstances(),
                time(side.getFromUnixMillis(), zone),
                time(side.getToUnixMillis(), zone)));
    }

    private static String change(Finding finding) {
        double change = finding.getAfter().getShare() - finding.getBefore().getShare();
        return (change < 0 ? "−" : "+") + VersionText.points(Math.abs(change));
    }

    private static String cost(Incident incident) {
        return VersionText.cost(incident.getFinding().getChangeInAll(), incident.getUnit(), incident.getEvent());
    }

    private static String time(long unixMillis, ZoneId zone) {
        return TimeText.format(Instant.ofEpochMilli(unixMillis), zone);
    }
}
