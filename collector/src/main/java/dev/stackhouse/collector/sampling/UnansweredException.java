package dev.stackhouse.collector.sampling;

import java.io.IOException;

/** async-profiler in another JVM did not answer in time: whether it did, or will do, what it was told is not known. */
public final class UnansweredException extends IOException {
    private static final long serialVersionUID = 1L;

    public UnansweredException(String message, Throwable cause) {
        super(message, cause);
    }
}
