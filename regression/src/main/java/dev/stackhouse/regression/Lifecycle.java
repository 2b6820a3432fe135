package dev.stackhouse.regression;

/**
 * How an incident goes from look to look.
 *
 * @param looks at which it has to be found, one after the other, before people are told; from 1
 */
public record Lifecycle(int looks) {
    /** Found once, it must be found at the next two looks again: what lasts for half an hour is told apart by the third, at 45 minutes. */
    public static final Lifecycle DEFAULT = new Lifecycle(3);

    public Lifecycle {
        if (looks < 1) {
            throw new IllegalArgumentException(
                    "Looks at which an incident is found before it fires: " + looks + ", not from 1 on.");
        }
    }

    /**
     * Where an incident stands after a look.
     *
     * @param foundBefore looks in a row at which it was found before this one
     */
    public State next(State state, int foundBefore, boolean found) {
        if (!state.isOpen()) {
            return state;
        }
        if (!found) {
            return state == State.FIRING ? State.RESOLVED : State.WENT_AWAY;
        }
        if (state == State.FIRING || foundBefore + 1 >= looks) {
            return State.FIRING;
        }
        return foundBefore == 0 ? State.CANDIDATE : State.PENDING;
    }
}
