package dev.stackhouse.node.attach;

import java.io.IOException;

/** A JVM could not be reached, or did not do what it was asked; with the category that metrics count by. */
public final class AttachException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** It does not listen: still starting, without an attach mechanism, or it stands still. */
        NOT_ANSWERING,
        /** This daemon may not do it. */
        NOT_PERMITTED,
        /** No directory of the JVM can hold the library and the recording. */
        NO_PLACE,
        /** There is no library for its processor. */
        NO_LIBRARY,
        /** The JVM or async-profiler refused. */
        REFUSED,
        /** It has ended. */
        GONE
    }

    private final Reason reason;
    private final boolean wasAsked;

    public AttachException(Reason reason, String message) {
        super(message);
        this.reason = reason;
        this.wasAsked = false;
    }

    public AttachException(Reason reason, String message, Throwable cause) {
        this(reason, message, cause, false);
    }

    AttachException(Reason reason, String message, Throwable cause, boolean wasAsked) {
        super(message, cause);
        this.reason = reason;
        this.wasAsked = wasAsked;
    }

    /** Whether the JVM had been told what to do: what becomes of it then may come of that. */
    public boolean wasAsked() {
        return wasAsked;
    }

    public Reason reason() {
        return reason;
    }
}
