package dev.stackhouse.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** A real broker for a test, in a temporary directory and on a free port. */
public final class TestingKafka implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path directory;
    private EmbeddedBroker broker;

    private TestingKafka(Path directory, EmbeddedBroker broker) {
        this.directory = directory;
        this.broker = broker;
    }

    public static TestingKafka start() {
        try {
            return start(Files.createTempDirectory("stackhouse-kafka"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that keeps its log in a directory, which goes with it. */
    public static TestingKafka start(Path directory) {
        return new TestingKafka(directory, EmbeddedBroker.start(directory, 0, PATIENCE));
    }

    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    public void createTopic(String name, int partitions) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                    .all()
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    public long pid() {
        return broker.pid();
    }

    public boolean isAlive() {
        return broker.isAlive();
    }

    /** Ends the broker at once; {@link #restart()} brings it back with its data, on the same port. */
    public void kill() {
        broker.kill();
    }

    public void restart() {
        broker = EmbeddedBroker.start(directory, broker.port(), PATIENCE);
    }

    @Override
    public void close() {
        broker.close();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
