package dev.stackhouse.query.regression;

/** Others changed the same incident at the same time, again and again. */
public final class ConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConflictException(String message) {
        super(message);
    }
}
