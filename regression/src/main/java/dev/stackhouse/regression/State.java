package dev.stackhouse.regression;

/** Where an incident stands. */
public enum State {
    /** Found at one look. */
    CANDIDATE,
    /** Found again, but not yet at as many looks as are asked for. */
    PENDING,
    /** People are told. */
    FIRING,
    /** It fired, and is not found any more. */
    RESOLVED,
    /** It was found, and not any more before it fired. */
    WENT_AWAY,
    /** What became dearer was given by something that became cheaper. */
    COST_SHIFT,
    /** Somebody said that it is the price to pay from now on. */
    ACCEPTED;

    /** Whether looks can still change it. */
    public boolean isOpen() {
        return this == CANDIDATE || this == PENDING || this == FIRING;
    }
}
