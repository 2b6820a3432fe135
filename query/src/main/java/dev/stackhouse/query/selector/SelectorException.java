package dev.stackhouse.query.selector;

/** A label selector that cannot be understood. The message names the position and what was expected there. */
public final class SelectorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int position;

    SelectorException(int position, String message) {
        super("malformed selector at position " + position + ": " + message);
        this.position = position;
    }

    /** Where the fault is; the first character is at 1. */
    public int position() {
        return position;
    }
}
