package dev.stackhouse.bench.overhead;

import java.nio.file.Path;
import java.util.List;

/**
 * The collector in the JVM.
 *
 * @param settings of the agent, each after a comma
 */
record StackhouseAgent(String name, Path agent, String settings) implements Profiler {
    @Override
    public List<String> jvmOptions(Destinations destinations) {
        return List.of("-javaagent:" + agent + "=" + settingsFor(destinations));
    }

    /** All that the agent is told. */
    String settingsFor(Destinations destinations) {
        return "service=overhead,brokers=" + destinations.brokers() + ",spool.dir="
                + destinations.directory().resolve("spool") + settings;
    }

    @Override
    public List<Sent> sent(Destinations destinations) {
        return destinations.batches().take();
    }
}
