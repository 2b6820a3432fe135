package dev.stackhouse.broker;

import dev.stackhouse.process.ChildProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A Kafka broker in a child process that ends with this one. Thread-safe. */
public final class EmbeddedBroker implements AutoCloseable {
    private final ChildProcess process;
    private final String bootstrapServers;

    private EmbeddedBroker(ChildProcess process, String bootstrapServers) {
        this.process = process;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts the broker and returns once its topics are there.
     *
     * @param directory where it keeps its log; used by one broker at a time
     * @param port 0 for a free one
     * @throws dev.stackhouse.process.ChildProcessException in one sentence
     */
    public static EmbeddedBroker start(Path directory, int port, Duration patience) {
        return start(directory, port, patience, List.of());
    }

    /** Starts one of several; returns once they have found each other. */
    static EmbeddedBroker start(Path directory, int port, Duration patience, List<String> more) {
        List<String> arguments =
                new ArrayList<>(List.of("--dir", directory.toString(), "--port", Integer.toString(port)));
        arguments.addAll(more);
        Path module = Path.of(System.getProperty("stackhouse.root", "."), "standalone", "broker", "target");
        ChildProcess process = ChildProcess.start(
                "Kafka",
                ChildProcess.javaCommand(
                        List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                        module.resolve("classes") + ":" + module.resolve("lib") + "/*",
                        "dev.stackhouse.broker.BrokerMain",
                        arguments),
                Map.of());
        String bootstrap = process.awaitReady(patience).get("bootstrap");
        return new EmbeddedBroker(process, Objects.requireNonNull(bootstrap));
    }

    /** "host:port". */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    public int port() {
        return Integer.parseInt(bootstrapServers.substring(bootstrapServers.lastIndexOf(':') + 1));
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it at once, as a crash would. */
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }
}
