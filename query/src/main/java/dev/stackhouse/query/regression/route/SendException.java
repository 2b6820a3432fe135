package dev.stackhouse.query.regression.route;

/** A message was not taken. The sentence holds no address and no secret. */
final class SendException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean worthRetrying;

    /**
     * @param worthRetrying whether it may be taken later
     */
    SendException(String message, boolean worthRetrying) {
        super(message);
        this.worthRetrying = worthRetrying;
    }

    boolean isWorthRetrying() {
        return worthRetrying;
    }
}
