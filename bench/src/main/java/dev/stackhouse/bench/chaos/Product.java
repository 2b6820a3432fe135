package dev.stackhouse.bench.chaos;

import dev.stackhouse.process.ChildProcess;
import dev.stackhouse.process.fault.Signals;
import dev.stackhouse.storage.StoreAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code stackhouse up} in a process of its own, and the processes that it starts. For one thread, but for the ids. */
final class Product implements AutoCloseable {
    /** A process that the launcher starts. */
    enum Role {
        BROKER("dev.stackhouse.broker.BrokerMain"),
        ENGINE("dev.stackhouse.storage.engine.EngineMain"),
        STREAMER("dev.stackhouse.streamer.local.LocalStreamer");

        private final String mainClass;

        Role(String mainClass) {
            this.mainClass = mainClass;
        }
    }

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path data;
    private final Path log;
    private final int queryPort = freePort();
    private final int kafkaPort = freePort();
    private final int metricsPort = freePort();
    private final Map<String, String> environment;
    private volatile @Nullable Process launcher;

    /**
     * A product that does not run.
     *
     * @param environment added to this process's own
     */
    Product(Path data, Path log, Map<String, String> environment) {
        this.data = data;
        this.log = log;
        this.environment = environment;
    }

    String bootstrapServers() {
        return "127.0.0.1:" + kafkaPort;
    }

    String queryAddress() {
        return "127.0.0.1:" + queryPort;
    }

    /** Where the streamer's figures are. */
    URI streamerMetrics() {
        return URI.create("http://127.0.0.1:" + metricsPort + "/metrics");
    }

    /** Where ClickHouse is now, as soon as it runs. */
    StoreAddress awaitStore() throws IOException, InterruptedException {
        String[] command = commandLine(awaitProcessId(Role.ENGINE)).strip().split("\0", 0);
        String password =
                Files.readString(data.resolve("clickhouse").resolve("password")).strip();
        return new StoreAddress(
                URI.create("http://127.0.0.1:" + command[command.length - 1]), "stackhouse", "stackhouse", password);
    }

    /** Starts it on the same directory and ports as before, and returns at once. */
    void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(ChildProcess.javaCommand(
                        List.of(
                                "-Xmx256m",
                                "-Dstackhouse.root=" + System.getProperty("stackhouse.root", "."),
                                // Ends with this process, however that ends.
                                "-Dstackhouse.script=" + ProcessHandle.current().pid()),
                        System.getProperty("java.class.path"),
                        "dev.stackhouse.standalone.Main",
                        List.of(
                                "up",
                                "--data-dir",
                                data.toString(),
                                "--port",
                                Integer.toString(queryPort),
                                "--kafka-port",
                                Integer.toString(kafkaPort),
                                "--metrics-port",
                                Integer.toString(metricsPort))))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        launcher = builder.start();
    }

    boolean isAlive() {
        Process process = launcher;
        return process != null && process.isAlive();
    }

    /** If a fault struck while it started and it gave up: starts it again, as a service manager would. */
    void startAgain() throws IOException {
        if (!isAlive()) {
            System.err.println("the launcher is started again");
            start();
        }
    }

    /** The process in a role now, if it runs. */
    OptionalLong processId(Role role) {
        Process process = launcher;
        if (process == null) {
            return OptionalLong.empty();
        }
        return process.children()
                .filter(child -> commandLine(child.pid()).contains(role.mainClass))
                .mapToLong(ProcessHandle::pid)
                .findFirst();
    }

    /** Java's own view of it ends at 4 KB. */
    private static String commandLine(long processId) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(processId), "cmdline"));
        } catch (IOException e) {
            return ""; // has ended
        }
    }

    /** The process in a role, as soon as it runs. */
    long awaitProcessId(Role role) throws InterruptedException, IOException {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadlineNanos) {
            startAgain();
            OptionalLong id = processId(role);
            if (id.isPresent()) {
                return id.getAsLong();
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new IllegalStateException("there is no " + role + "; see product.log");
    }

    /** Ends the process in a role whenever it is started again. */
    void keepDown(Role role, Duration time) throws InterruptedException {
        long endNanos = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < endNanos) {
            processId(role).ifPresent(Signals::kill);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** Ends the launcher, and with it the query server, at once. */
    void kill() throws InterruptedException {
        Process process = launcher;
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    /** Ends everything in order. */
    @Override
    public void close() {
        Process process = launcher;
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(90, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no free port", e);
        }
    }
}
