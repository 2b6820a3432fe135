package dev.stackhouse.query.filter;

/** A filter that cannot be understood. The message names the field and what is wrong with it. */
public final class FilterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FilterException(String message) {
        super(message);
    }
}
