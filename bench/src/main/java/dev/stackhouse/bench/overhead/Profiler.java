package dev.stackhouse.bench.overhead;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A way to profile a JVM, or not to. */
interface Profiler {
    /** As rows of the results are called. */
    String name();

    /** What the JVM is started with. */
    List<String> jvmOptions(Destinations destinations);

    /** What is in the JVM's environment. */
    default Map<String, String> variables(Destinations destinations) {
        return Map.of();
    }

    /** Makes it pause, in a JVM that has just started; what works from outside of it begins to. Closed before that has ended. */
    default Pauses follow(long processId, Destinations destinations) throws Exception {
        return Pauses.OF_NOTHING;
    }

    /** What it sent since it was asked last. */
    List<Sent> sent(Destinations destinations);

    /** The file that a JVM is given, if any. */
    default @Nullable Path agent() {
        return null;
    }
}
