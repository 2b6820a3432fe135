package dev.stackhouse.process;

/** A child process could not be started; the message is one sentence for the user. */
public final class ChildProcessException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ChildProcessException(String message, Throwable cause) {
        super(message, cause);
    }
}
