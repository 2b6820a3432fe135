package dev.stackhouse.query.regression;

import dev.stackhouse.proto.query.v1.FindingType;
import dev.stackhouse.proto.query.v1.Incident;
import dev.stackhouse.regression.State;
import dev.stackhouse.storage.regression.IncidentQuery;
import dev.stackhouse.storage.regression.IncidentRow;
import dev.stackhouse.storage.regression.Incidents;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Changes incidents in the store, so that of two who change one at once neither undoes the other. Thread-safe; blocks. */
public final class IncidentBook {
    private static final int MOST_TRIES = 10;

    private static final List<String> OPEN =
            Arrays.stream(State.values()).filter(State::isOpen).map(State::name).toList();

    private final Incidents incidents;

    public IncidentBook(Incidents incidents) {
        this.incidents = incidents;
    }

    /** The incidents of a look's deploy and event, as they are now. */
    List<Incident> ofDeploy(PlannedLook look) {
        Deploy deploy = look.deploy();
        return messages(incidents.ofDeploy(deploy.service(), look.event(), deploy.before(), deploy.after()));
    }

    /** Those of a service that somebody has accepted. */
    List<Incident> accepted(String service) {
        return messages(incidents.inState(service, "ACCEPTED"));
    }

    /** The incidents of a service that are of no deploy, as far as they are open or changed since a moment; open ones first. */
    List<Incident> ofShifts(PlannedShift look, long sinceMillis) {
        return messages(incidents.ofShifts(look.service(), look.event(), sinceMillis)).stream()
                .sorted(Comparator.comparing(
                        incident -> !IncidentContent.state(incident).isOpen()))
                .toList();
    }

    /** Those of whatever service that are of no deploy and open. */
    List<Incident> openShifts() {
        return messages(incidents.shiftsInStates(OPEN));
    }

    /** Those that are open although their version has not been seen since a moment. */
    List<Incident> openWithoutVersionSince(long sinceMillis) {
        return messages(incidents.withoutVersionSince(OPEN, sinceMillis));
    }

    /** The regressions that people are told of, or would be, those that fired first come first. */
    public List<Incident> firing() {
        IncidentQuery query = new IncidentQuery(
                "",
                List.of(State.FIRING.name()),
                List.of(IncidentContent.text(FindingType.FINDING_TYPE_REGRESSION)),
                0,
                Long.MAX_VALUE / 2);
        return messages(incidents.matching(query)).stream()
                .sorted(Comparator.comparingLong(Incident::getFiredUnixMillis).thenComparing(Incident::getId))
                .toList();
    }

    /** One that begins to fire is told with another one of the same cause, if there is one, and says so. */
    private Incident told(@Nullable Incident current, Incident next) {
        if (IncidentContent.state(next) != State.FIRING) {
            return next;
        }
        boolean fired = current != null
                && IncidentContent.state(current) == State.FIRING
                && current.getFiredUnixMillis() == next.getFiredUnixMillis();
        String leader = fired ? next.getPartOf() : Together.leader(firing(), next);
        String with = " People are told of it with the incident " + leader + ".";
        String reason = next.getReason();
        return next.toBuilder()
                .setPartOf(leader)
                .setReason(leader.isEmpty() || reason.endsWith(with) ? reason : reason + with)
                .build();
    }

    /** A step from one state of an incident to the next. */
    interface Step {
        /** Returns null for no change; it is called again with what is there then, if somebody else was quicker. */
        @Nullable
        Incident next(@Nullable Incident current);
    }

    /** Takes a step, and returns the incident as it is then; null if there is none. */
    @Nullable
    Incident change(String id, @Nullable Incident known, Step step) {
        Incident current = known;
        for (int i = 0; i < MOST_TRIES; i++) {
            Incident next = step.next(current);
            if (next == null) {
                return current;
            }
            Incident change = told(current, next).toBuilder()
                    .setRevision(current == null ? 1 : current.getRevision() + 1)
                    .build();
            if (incidents.append(IncidentContent.row(change))) {
                return change;
            }
            current = find(id);
        }
        throw new ConflictException("The incident " + id + " is being changed by others all the time; try again.");
    }

    /** Changes an incident that exists; null if there is none. */
    public @Nullable Incident change(String id, UnaryOperator<Incident> step) {
        Incident known = find(id);
        if (known == null) {
            return null;
        }
        Incident changed = change(id, known, current -> current == null ? null : step.apply(current));
        // With the moment at which the store took it.
        return changed == null ? null : find(id);
    }

    private @Nullable Incident find(String id) {
        IncidentRow row = incidents.find(id);
        return row == null ? null : IncidentContent.of(row);
    }

    private static List<Incident> messages(List<IncidentRow> rows) {
        return rows.stream().map(IncidentContent::of).toList();
    }
}
