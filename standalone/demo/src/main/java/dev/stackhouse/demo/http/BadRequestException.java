package dev.stackhouse.demo.http;

/** The request is at fault; the message says how, to its sender. */
public final class BadRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadRequestException(String message) {
        super(message);
    }
}
