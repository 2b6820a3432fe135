package dev.stackhouse.flink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stackhouse.process.ChildProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A standalone Flink cluster: a JobManager and TaskManagers with a slot each, all in processes of their own. */
final class TestingFlinkCluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Path MODULE = Path.of(System.getProperty("stackhouse.root"), "deploy", "flink", "target");

    private final Path directory;
    private final HttpClient http = HttpClient.newHttpClient();
    private final int restPort;
    private final ChildProcess jobManager;
    private final List<ChildProcess> taskManagers = new ArrayList<>();

    private TestingFlinkCluster(Path directory) throws IOException {
        this.directory = directory;
        int rpcPort = freePort();
        this.restPort = freePort();
        // What start-cluster.sh would work out from the size of the process is said here; the rest is what the guide
        // says.
        Files.writeString(Files.createDirectories(directory.resolve("conf")).resolve("config.yaml"), """
                jobmanager.rpc.address: 127.0.0.1
                jobmanager.rpc.port: %d
                jobmanager.bind-host: 127.0.0.1
                rest.address: 127.0.0.1
                rest.bind-address: 127.0.0.1
                rest.port: %d
                rest.bind-port: %d
                taskmanager.host: 127.0.0.1
                taskmanager.bind-host: 127.0.0.1
                taskmanager.numberOfTaskSlots: 1
                taskmanager.cpu.cores: 1.0
                taskmanager.memory.task.heap.size: 128m
                taskmanager.memory.task.off-heap.size: 0m
                taskmanager.memory.framework.heap.size: 64m
                taskmanager.memory.framework.off-heap.size: 64m
                taskmanager.memory.network.min: 32m
                taskmanager.memory.network.max: 32m
                taskmanager.memory.managed.size: 8m
                taskmanager.memory.jvm-metaspace.size: 160m
                taskmanager.memory.jvm-overhead.min: 64m
                taskmanager.memory.jvm-overhead.max: 64m
                heartbeat.interval: 1000
                heartbeat.timeout: 6000
                io.tmp.dirs: %s
                execution.checkpointing.dir: %s
                """.formatted(
                        rpcPort,
                        restPort,
                        restPort,
                        Files.createDirectories(directory.resolve("tmp")),
                        directory.resolve("checkpoints").toUri()));
        this.jobManager = start("JobManager", "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint");
    }

    /** Starts a cluster with so many TaskManagers in an empty directory. */
    static TestingFlinkCluster start(Path directory, int taskManagers) throws IOException, InterruptedException {
        TestingFlinkCluster cluster = new TestingFlinkCluster(directory);
        try {
            for (int i = 0; i < taskManagers; i++) {
                cluster.addTaskManager();
            }
            cluster.await("/overview", overview -> overview.path("slots-total").asInt() == taskManagers);
            return cluster;
        } catch (IllegalStateException | InterruptedException e) {
            cluster.close();
            throw e;
        }
    }

    void addTaskManager() {
        taskManagers.add(start("TaskManager", "org.apache.flink.runtime.taskexecutor.TaskManagerRunner"));
    }

    /** Ends a TaskManager at once, as a crash would. */
    void killTaskManager() {
        taskManagers.remove(0).kill();
    }

    private ChildProcess start(String name, String mainClass) {
        return ChildProcess.start(
                name,
                ChildProcess.javaCommand(
                        List.of("-Xmx320m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                        classPath() + ":" + MODULE.resolve("test-classes"),
                        EndsWithItsParent.class.getName(),
                        List.of(
                                mainClass,
                                "--configDir",
                                directory.resolve("conf").toString())),
                Map.of());
    }

    private static String classPath() {
        return MODULE.resolve("flink-lib") + "/*";
    }

    /**
     * What {@code bin/flink} does with the arguments.
     *
     * @return what it printed
     * @throws IllegalStateException if it failed
     */
    String flink(String... arguments) throws IOException, InterruptedException {
        ProcessBuilder client = new ProcessBuilder(ChildProcess.javaCommand(
                        List.of(
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                // As bin/flink and the configuration that comes with it have it.
                                "--add-opens=java.base/java.util=ALL-UNNAMED",
                                "-Dlogback.configurationFile=" + MODULE.resolve("test-classes/logback.xml")),
                        classPath(),
                        "org.apache.flink.client.cli.CliFrontend",
                        List.of(arguments)))
                .redirectErrorStream(true);
        client.environment().put("FLINK_CONF_DIR", directory.resolve("conf").toString());
        Process process = client.start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("flink " + String.join(" ", arguments) + " failed: " + said);
            }
            return said;
        } finally {
            process.destroyForcibly();
        }
    }

    /** Waits until every subtask of a job runs, with the given parallelism. */
    void awaitRunning(String job, int parallelism) throws InterruptedException {
        await("/jobs/" + job, answer -> {
            boolean running = answer.path("state").asText().equals("RUNNING");
            for (JsonNode vertex : answer.path("vertices")) {
                running &= vertex.path("tasks").path("RUNNING").asInt()
                        == vertex.path("parallelism").asInt();
                running &= vertex.path("parallelism").asInt() <= parallelism;
            }
            return running && !answer.path("vertices").isEmpty();
        });
    }

    private void await(String path, Predicate<JsonNode> wanted) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        String last = "";
        while (System.nanoTime() < deadlineNanos) {
            try {
                HttpResponse<String> response = http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + restPort + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                last = response.body();
                if (wanted.test(new ObjectMapper().readTree(last))) {
                    return;
                }
            } catch (IOException e) {
                last = e.toString();
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        throw new IllegalStateException(path + " answers " + last + "; " + jobManager.lastErrorLines()
                + taskManagers.stream().map(ChildProcess::lastErrorLines).toList());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        taskManagers.forEach(ChildProcess::kill);
        jobManager.kill();
    }
}
