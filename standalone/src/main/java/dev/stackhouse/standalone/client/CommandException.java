package dev.stackhouse.standalone.client;

/** A command cannot do what was asked; the message is one sentence for the user, and the exit status is 1. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CommandException(String message) {
        super(message);
    }

    public CommandException(String message, Throwable cause) {
        super(message, cause);
    }
}
