package dev.stackhouse.bench.overhead;

import java.nio.file.Path;
import java.util.List;

/**
 * The collector in the JVM.
 *
 * @param settings of the agent, each after a comma
 */
record StackhouseAgent(String name, Path agent, String settings) implements Profiler {
    private static final String SERVICE = "overhead";

    @Override
    public List<String> jvmOptions(Destinations destinations) {
        return List.of("-javaagent:" + agent + "=" + settingsFor(destinations));
    }

    /** All that the agent is told. */
    String settingsFor(Destinations destinations) {
        return "service=" + SERVICE + ",brokers=" + destinations.brokers() + ",spool.dir="
                + destinations.directory().resolve("spool") + settings;
    }

    @Override
    public Pauses follow(long processId, Destinations destinations) {
        return new PausingPolicies(SERVICE, destinations.brokers());
    }

    @Override
    public List<Sent> sent(Destinations destinations) {
        return destinations.batches().take();
    }
}
