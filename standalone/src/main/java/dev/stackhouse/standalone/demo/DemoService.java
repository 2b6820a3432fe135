package dev.stackhouse.standalone.demo;

import dev.stackhouse.process.ChildProcess;
import dev.stackhouse.standalone.client.CommandException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The demo service, an ordinary program with the collector as its agent, and the load on it; each in a process of its own. */
final class DemoService implements AutoCloseable {
    static final String NAME = "checkout";

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path jar;
    private final ChildProcess service;
    private final DemoRelease release;
    private @Nullable ChildProcess load;

    private DemoService(Path jar, ChildProcess service, DemoRelease release) {
        this.jar = jar;
        this.service = service;
        this.release = release;
    }

    /** Starts the service and returns at once. */
    static DemoService start(Path root, String bootstrapServers, DemoRelease release) {
        Path jar = built(root.resolve("standalone/demo/target/stackhouse-demo.jar"));
        Path agent = built(root.resolve("collector/target/stackhouse-collector.jar"));
        List<String> command = new ArrayList<>(List.of(
                java(),
                "-javaagent:" + agent + "=service=" + NAME + ",brokers=" + bootstrapServers + ",labels.version="
                        + release.version() + release.collectorSettings()));
        command.addAll(release.jvmOptions());
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-jar",
                jar.toString(),
                "--port",
                "0",
                "--coupons",
                Integer.toString(release.coupons())));
        ChildProcess service = ChildProcess.start("Demo service", command, Map.of());
        return new DemoService(jar, service, release);
    }

    private static Path built(Path jar) {
        if (!Files.exists(jar)) {
            throw new CommandException(jar + " is missing; ./stackhouse demo builds it.");
        }
        return jar;
    }

    private static String java() {
        return System.getProperty("java.home") + "/bin/java";
    }

    /** Waits until the service answers, then puts load on it. */
    void putLoadOn() {
        String port = Objects.requireNonNull(service.awaitReady(PATIENCE).get("port"), "the demo service told no port");
        load = ChildProcess.start(
                "Load generator",
                ChildProcess.javaCommand(
                        List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                        jar.toString(),
                        "dev.stackhouse.demo.LoadGenerator",
                        List.of(
                                "--target",
                                "http://127.0.0.1:" + port,
                                "--rate",
                                Integer.toString(release.requestsPerSecond()),
                                "--day-seconds",
                                Long.toString(release.day().toSeconds()))),
                Map.of());
    }

    long processId() {
        return service.pid();
    }

    long loadProcessId() {
        return Objects.requireNonNull(load).pid();
    }

    boolean isAlive() {
        return service.isAlive() && load != null && load.isAlive();
    }

    /** The last that either said. */
    String lastWords() {
        ChildProcess dead = service.isAlive() && load != null ? load : service;
        List<String> lines = dead.lastErrorLines();
        return lines.isEmpty() ? "(it said nothing)" : lines.get(lines.size() - 1);
    }

    /** Stops the load, then the service, whose collector publishes what it has. */
    @Override
    public void close() {
        if (load != null) {
            load.close();
        }
        service.close();
    }
}
