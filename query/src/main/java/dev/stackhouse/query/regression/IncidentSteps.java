package dev.stackhouse.query.regression;

import dev.stackhouse.proto.query.v1.FindingType;
import dev.stackhouse.proto.query.v1.Incident;
import dev.stackhouse.proto.query.v1.IncidentState;
import dev.stackhouse.regression.Classification;
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
record IncidentSteps(Look look, long nowMillis) {
    /**
     * What becomes of an incident that was found.
     *
     * @param accepted share that somebody has accepted for the same cause in another deploy
     */
    @Nullable
    Incident whenFound(String id, @Nullable Incident current, FoundCause cause, OptionalDouble accepted) {
        if (current == null) {
            boolean begins = !look.confirms() && (accepted.isEmpty() || grows(accepted.getAsDouble(), cause));
            return begins ? start(fresh(id, cause.fingerprint()), cause) : null;
        }
        if (wasMovedByThisLook(current)) {
            return null;
        }
        State state = IncidentContent.state(current);
        if (state == State.ACCEPTED) {
            return grows(current.getAcceptance().getShare(), cause) ? start(current.toBuilder(), cause) : null;
        }
        if (!state.isOpen()) {
            boolean again = !look.confirms() && cause.finding().classification() != Classification.COST_SHIFT;
            return again ? start(current.toBuilder(), cause) : null;
        }
        FindingType type = cause.message().getType();
        if (type != current.getFinding().getType()) {
            return start(current.toBuilder(), cause);
        }
        return moved(current.toBuilder(), cause, state, current.getFoundInARow());
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

    /** What becomes of an open incident that was not found anew, but is still there. Of one that fires there is nothing to say. */
    @Nullable
    Incident whenStillThere(@Nullable Incident current) {
        if (current == null || wasMovedByThisLook(current)) {
            return null;
        }
        State state = IncidentContent.state(current);
        return state.isOpen() && state != State.FIRING
                ? again(current.toBuilder(), state, current.getFoundInARow())
                : null;
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
                .setService(look.service())
                .setEvent(look.event())
                .setFirstFoundUnixMillis(nowMillis);
    }

    /** From its beginning, whatever was before. */
    private Incident start(Incident.Builder incident, FoundCause cause) {
        incident.setFiredUnixMillis(0).clearAcknowledgement();
        if (cause.finding().classification() == Classification.COST_SHIFT) {
            cause.fill(incident);
            return incident.setState(IncidentState.INCIDENT_STATE_COST_SHIFT)
                    .setLook(lookNumber(incident))
                    .setFoundInARow(1)
                    .setReason("Given by what became cheaper near it at the same time.")
                    .build();
        }
        return moved(incident, cause, State.CANDIDATE, 0);
    }

    private Incident moved(Incident.Builder incident, FoundCause cause, State state, int foundBefore) {
        cause.fill(incident);
        return again(incident, state, foundBefore);
    }

    /** After it was found once more. */
    private Incident again(Incident.Builder incident, State state, int foundBefore) {
        State next = lifecycle().next(state, foundBefore, true);
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

    private boolean grows(double accepted, FoundCause cause) {
        Rules rules = look.watch().rules();
        double more = cause.finding().after().share() - accepted;
        return more >= rules.leastChange(accepted);
    }

    private boolean wasMovedByThisLook(Incident current) {
        return !look.asked() && current.getLook() >= look.number();
    }

    /** A look that was asked for is none of the schedule's. */
    private int lookNumber(Incident.Builder incident) {
        if (!look.asked()) {
            return look.number();
        }
        return incident.getRevision() == 0 ? -1 : incident.getLook();
    }

    private Lifecycle lifecycle() {
        return look.watch().lifecycle();
    }
}
