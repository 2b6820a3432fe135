package dev.stackhouse.collector.sampling;

import java.io.IOException;

/** async-profiler in some JVM: this one, or one that is reached from outside. */
public interface Profiler {
    /**
     * Does what async-profiler's agent does with these arguments ("start,...", "dump,...", "stop").
     *
     * @return what it prints
     * @throws IOException if it refuses, or cannot be reached
     */
    String execute(String arguments) throws IOException;

    /**
     * Samples that were counted since the session began, of all events.
     *
     * @throws IOException if it cannot be reached
     */
    long samples() throws IOException;

    /** How many cores the JVM may use. */
    int cores();
}
