package dev.stackhouse.bench.chaos;

import dev.stackhouse.process.ChildProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
    private volatile @Nullable Process launcher;

    Product(Path data, Path log) {
        this.data = data;
        this.log = log;
    }

    String bootstrapServers() {
        return "127.0.0.1:" + kafkaPort;
    }

    String queryAddress() {
        return "127.0.0.1:" + queryPort;
    }

    /** Starts it on the same directory and ports as before, and returns at once. */
    void start() throws IOException {
        launcher = new ProcessBuilder(ChildProcess.javaCommand(
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
                                Integer.toString(kafkaPort))))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
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

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no free port", e);
        }
    }
}
