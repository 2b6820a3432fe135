package dev.stackhouse.bench.overhead;

import dev.stackhouse.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Where profiles go, whichever profiler is measured: a Kafka broker and a sink for uploads; both run all the time. For one thread. */
final class Destinations implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path directory;
    private final EmbeddedBroker broker;
    private final PublishedBatches batches;
    private final UploadSink uploads;

    private Destinations(Path directory, EmbeddedBroker broker, PublishedBatches batches, UploadSink uploads) {
        this.directory = directory;
        this.broker = broker;
        this.batches = batches;
        this.uploads = uploads;
    }

    static Destinations start(Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory.resolve("tmp"));
        EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"), 0, PATIENCE);
        try {
            Cores.pin(broker.pid(), Cores.OTHERS);
            return new Destinations(
                    directory,
                    broker,
                    new PublishedBatches(broker.bootstrapServers()),
                    UploadSink.start(directory.resolve("last-upload")));
        } catch (IOException | InterruptedException | RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    String brokers() {
        return broker.bootstrapServers();
    }

    PublishedBatches batches() {
        return batches;
    }

    UploadSink uploads() {
        return uploads;
    }

    /** For temporary files of what is measured. */
    Path temporary() {
        return directory.resolve("tmp");
    }

    Path directory() {
        return directory;
    }

    @Override
    public void close() {
        uploads.close();
        batches.close();
        broker.close();
    }
}
