package dev.stackhouse.streamer.decode;

/** A batch that breaks a rule. Carries no stack trace: it says all by itself, and a flood of bad batches must stay cheap. */
public final class RejectedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final RejectReason reason;

    public RejectedException(RejectReason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    public RejectReason reason() {
        return reason;
    }
}
