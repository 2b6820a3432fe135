package dev.stackhouse.query.regression;

import dev.stackhouse.proto.query.v1.FindingType;
import dev.stackhouse.proto.query.v1.Incident;
import dev.stackhouse.proto.query.v1.IncidentState;
import dev.stackhouse.regression.Classification;
import dev.stackhouse.regression.Finding;
import dev.stackhouse.regression.Lifecycle;
import dev.stackhouse.regression.Rules;
import dev.stackhouse.regression.State;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How a look moves incidents. A look that is done twice moves them once.
 *
 * @param nowMillis since the Unix epoch
 */
record IncidentSteps(Found found, long nowMillis) {
    /**
     * What becomes of an incident that was found.
     *
     * @param accepted share that somebody has accepted for the same cause in another deploy
     */
    @Nullable
    Incident whenFound(
            String id, String fingerprint, @Nullable Incident current, Finding finding, OptionalDouble accepted) {
        if (current == null) {
            boolean begins = !found.look().confirms() && (accepted.isEmpty() || grows(accepted.getAsDouble(), finding));
            return begins ? start(fresh(id, fingerprint), finding) : null;
        }
        if (wasMovedByThisLook(current)) {
            return null;
        }
        State state = IncidentContent.state(current);
        if (state == State.ACCEPTED) {
            return grows(current.getAcceptance().getShare(), finding) ? start(current.toBuilder(), finding) : null;
        }
        if (!state.isOpen()) {
            boolean again = !found.look().confirms() && finding.classification() != Classification.COST_SHIFT;
            return again ? start(current.toBuilder(), finding) : null;
        }
        FindingType type = found.message(finding).getType();
        if (type != current.getFinding().getType()) {
            return start(current.toBuilder(), finding);
        }
        return moved(current.toBuilder(), finding, state, current.getFoundInARow());
    }

    /** What becomes of an open incident that was not found. */
    @Nullable
    Incident whenMissed(@Nullable Incident current, String why) {
        if (current == null || !IncidentContent.state(current).isOpen() || wasMovedByThisLook(current)) {
            return null;
        }
        State next = lifecycle().next(IncidentContent.state(current), current.getFoundInARow(), false);
        return closed(current, next, why).toBuilder()
                .setLook(lookNumber(current.toBuilder()))
                .setFoundInARow(0)
                .build();
    }

    /** An incident that is over. */
    static Incident closed(Incident current, State state, String why) {
        return current.toBuilder()
                .setState(IncidentContent.message(state))
                .setReason(why)
                .build();
    }

    private Incident.Builder fresh(String id, String fingerprint) {
        return Incident.newBuilder()
                .setId(id)
                .setFingerprint(fingerprint)
                .setService(found.look().deploy().service())
                .setEvent(found.look().event())
                .setFirstFoundUnixMillis(nowMillis);
    }

    /** From its beginning, whatever was before. */
    private Incident start(Incident.Builder incident, Finding finding) {
        incident.setFiredUnixMillis(0).clearAcknowledgement();
        if (finding.classification() == Classification.COST_SHIFT) {
            found.fill(incident, finding);
            return incident.setState(IncidentState.INCIDENT_STATE_COST_SHIFT)
                    .setLook(lookNumber(incident))
                    .setFoundInARow(1)
                    .setReason("Given by what became cheaper near it at the same time.")
                    .build();
        }
        return moved(incident, finding, State.CANDIDATE, 0);
    }

    private Incident moved(Incident.Builder incident, Finding finding, State state, int foundBefore) {
        State next = lifecycle().next(state, foundBefore, true);
        found.fill(incident, finding);
        incident.setState(IncidentContent.message(next))
                .setLook(lookNumber(incident))
                .setFoundInARow(foundBefore + 1)
                .setReason(reason(next, foundBefore + 1));
        if (next == State.FIRING && incident.getFiredUnixMillis() == 0) {
            incident.setFiredUnixMillis(nowMillis);
        }
        return incident.build();
    }

    private String reason(State state, int inARow) {
        String times = inARow == 1 ? "Found at one look" : "Found at " + inARow + " looks in a row";
        return state == State.FIRING
                ? times + "."
                : times + "; people are told when it is " + lifecycle().looks() + ".";
    }

    private boolean grows(double accepted, Finding finding) {
        Rules rules = found.look().watch().rules();
        double more = finding.after().share() - accepted;
        return more >= Math.max(rules.minimalChange(), rules.minimalRelativeChange() * accepted);
    }

    private boolean wasMovedByThisLook(Incident current) {
        return !found.look().asked() && current.getLook() >= found.look().number();
    }

    /** A look that was asked for is none of the schedule's. */
    private int lookNumber(Incident.Builder incident) {
        if (!found.look().asked()) {
            return found.look().number();
        }
        return incident.getRevision() == 0 ? -1 : incident.getLook();
    }

    private Lifecycle lifecycle() {
        return found.look().watch().lifecycle();
    }
}
