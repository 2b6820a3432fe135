package dev.stackhouse.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Three real brokers for a test; topics are on all of them, and two must have a record before it is acknowledged. */
public final class TestingKafkaCluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int NODES = 3;

    private final Path directory;
    private final List<Integer> ports;
    private final String controllers;
    private final List<EmbeddedBroker> brokers = new ArrayList<>();

    private TestingKafkaCluster(Path directory) {
        this.directory = directory;
        List<Integer> free = freePorts(2 * NODES);
        ports = free.subList(0, NODES);
        controllers = IntStream.range(0, NODES)
                .mapToObj(i -> (i + 1) + "@127.0.0.1:" + free.get(NODES + i))
                .collect(Collectors.joining(","));
    }

    public static TestingKafkaCluster start() {
        try {
            TestingKafkaCluster cluster = new TestingKafkaCluster(Files.createTempDirectory("stackhouse-kafka"));
            // Each waits for the others.
            IntStream.range(0, NODES)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> cluster.startOne(i)))
                    .toList()
                    .forEach(broker -> cluster.brokers.add(broker.join()));
            return cluster;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private EmbeddedBroker startOne(int i) {
        return EmbeddedBroker.start(
                directory.resolve("node-" + i),
                ports.get(i),
                PATIENCE,
                List.of("--node", Integer.toString(i + 1), "--controllers", controllers));
    }

    public String bootstrapServers() {
        return ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    }

    public void createTopic(String name, int partitions) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic(name, partitions, (short) NODES).configs(Map.of("min.insync.replicas", "2"))))
                    .all()
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends a broker at once; {@link #restart} brings it back with its data. */
    public void kill(int i) {
        brokers.get(i).kill();
    }

    public void restart(int i) {
        brokers.set(i, startOne(i));
    }

    private static List<Integer> freePorts(int count) {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            List<Integer> ports =
                    sockets.stream().map(ServerSocket::getLocalPort).toList();
            for (ServerSocket socket : sockets) {
                socket.close();
            }
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        // At once: controllers that end in order wait for each other.
        brokers.forEach(EmbeddedBroker::kill);
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
