package dev.stackhouse.streamer.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.broker.TestingKafka;
import dev.stackhouse.proto.batch.v1.StackBatch;
import dev.stackhouse.storage.TestingClickHouse;
import dev.stackhouse.storage.read.LedgerRow;
import dev.stackhouse.storage.read.ProfileReader;
import dev.stackhouse.streamer.Settings;
import dev.stackhouse.streamer.source.RawBatchDeserializer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A real Kafka with the topics of {@link Fleet}, a real ClickHouse, and a state directory for streamers between them. */
final class TestingPipeline implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final TestingKafka kafka;
    private final TestingClickHouse clickHouse;
    private final Path stateDirectory;

    private TestingPipeline(TestingKafka kafka, TestingClickHouse clickHouse, Path stateDirectory) {
        this.kafka = kafka;
        this.clickHouse = clickHouse;
        this.stateDirectory = stateDirectory;
    }

    static TestingPipeline start(Path stateDirectory) {
        return start(TestingKafka.start(), stateDirectory);
    }

    /** The same with this Kafka, which ends with it. */
    static TestingPipeline start(TestingKafka kafka, Path stateDirectory) {
        try {
            kafka.createTopic(Fleet.TOPIC, 2);
            kafka.createTopic(Fleet.DEAD_LETTERS, 1);
            return new TestingPipeline(kafka, TestingClickHouse.start(), stateDirectory);
        } catch (RuntimeException e) {
            kafka.close();
            throw e;
        }
    }

    TestingKafka kafka() {
        return kafka;
    }

    TestingClickHouse clickHouse() {
        return clickHouse;
    }

    Path checkpoints() {
        return stateDirectory.resolve("checkpoints");
    }

    /** Settings of a streamer: checkpoints twice a second, windows of the silent after 5 s; what is added comes first. */
    private List<String> settings(String... more) {
        return Stream.concat(
                        Stream.of(
                                "--checkpoint-interval",
                                "500ms",
                                "--patience",
                                "5s",
                                "--topic",
                                Fleet.TOPIC,
                                "--dead-letter-topic",
                                Fleet.DEAD_LETTERS),
                        Stream.of(more))
                .toList();
    }

    /** For a job in this process, with two subtasks. */
    LocalConfig config(String... more) {
        List<String> settings = new ArrayList<>(List.of(
                "--bootstrap-servers",
                kafka.bootstrapServers(),
                "--clickhouse-url",
                clickHouse.address().uri().toString(),
                "--clickhouse-database",
                clickHouse.address().database(),
                "--clickhouse-user",
                clickHouse.address().user(),
                "--clickhouse-password",
                clickHouse.address().password(),
                "--state-dir",
                stateDirectory.toString(),
                "--parallelism",
                "2"));
        settings.addAll(settings(more));
        return LocalConfig.of(new Settings(Map.of(), settings.toArray(new String[0])));
    }

    /** A streamer in a process of its own, which may not be ready yet. */
    ChildStreamer startChild(String... more) throws Exception {
        return ChildStreamer.start(
                kafka.bootstrapServers(),
                clickHouse.address(),
                stateDirectory,
                settings(more).toArray(new String[0]));
    }

    ChildStreamer startReadyChild(String... more) throws Exception {
        ChildStreamer child = startChild(more);
        assertThat(child.awaitReady()).startsWith("READY metrics=127.0.0.1:");
        return child;
    }

    /** Publishes batches, and says for each that it was rejected before. */
    void publish(boolean replayed, StackBatch... batches) throws ExecutionException, InterruptedException {
        for (StackBatch batch : batches) {
            publish(replayed, batch.getInstanceId().getBytes(UTF_8), batch.toByteArray());
        }
    }

    void publish(boolean replayed, byte[] key, byte[] value) throws ExecutionException, InterruptedException {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            // All of a test in one partition: their order is kept.
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(Fleet.TOPIC, 0, key, value);
            if (replayed) {
                record.headers().add(RawBatchDeserializer.REPLAY, new byte[0]);
            }
            producer.send(record).get();
        }
    }

    /** What {@code dead-letters --replay} does. */
    void replay(List<ConsumerRecord<byte[], byte[]>> letters) throws ExecutionException, InterruptedException {
        for (ConsumerRecord<byte[], byte[]> letter : letters) {
            publish(true, letter.key(), letter.value());
        }
    }

    /** All dead letters, as soon as there are so many. */
    List<ConsumerRecord<byte[], byte[]>> deadLetters(int wanted) throws InterruptedException {
        List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "group.id",
                        "test-" + System.nanoTime(),
                        "auto.offset.reset",
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(Fleet.DEAD_LETTERS));
            await(wanted + " dead letters", () -> {
                consumer.poll(Duration.ofSeconds(1)).forEach(letters::add);
                return letters.size() >= wanted;
            });
        }
        return letters;
    }

    /** The books of an instance as they are now. */
    List<LedgerRow> books(String service, String instance) {
        long nowMillis = System.currentTimeMillis();
        try (ProfileReader reader = new ProfileReader(clickHouse.address(), Duration.ofSeconds(30))) {
            return reader.ledger(
                    service,
                    instance,
                    nowMillis - Duration.ofDays(6).toMillis(),
                    nowMillis + Duration.ofHours(3).toMillis());
        }
    }

    /** Samples of an instance in the tables. */
    long stored(String service, String instance) {
        return books(service, instance).stream().mapToLong(LedgerRow::stored).sum();
    }

    /** Samples of an instance that are declared dropped, for whatever reason. */
    long dropped(String service, String instance) {
        return books(service, instance).stream()
                .flatMap(row -> row.droppedByReason().values().stream())
                .mapToLong(Long::longValue)
                .sum();
    }

    static void await(String what, Callable<Boolean> condition) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                if (condition.call()) {
                    return;
                }
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                throw new AssertionError(what, e);
            }
            assertThat(System.nanoTime() - deadlineNanos).as(what).isNegative();
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    @Override
    public void close() {
        try {
            clickHouse.close();
        } finally {
            kafka.close();
        }
    }
}
