package dev.stackhouse.flink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.broker.TestingKafka;
import dev.stackhouse.proto.batch.v1.StackBatch;
import dev.stackhouse.storage.TestingClickHouse;
import dev.stackhouse.storage.read.LedgerRow;
import dev.stackhouse.storage.read.ProfileReader;
import dev.stackhouse.storage.schema.Retention;
import dev.stackhouse.storage.schema.SchemaOptions;
import dev.stackhouse.streamer.local.Fleet;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Upgrades of the whole job: savepoints that earlier versions took, kept beside this test as {@code savepoint-N} with the batches
 * that were published before. In them are positions in Kafka, what is known of every instance, open windows, and blocks that
 * were not committed. How one is added: {@code deploy/flink/README.md}.
 */
class SavepointTest {
    /** Nothing that a savepoint holds is ever too old. */
    private static final int DAYS = 36_500;

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private Path directory;

    private TestingKafka kafka;
    private TestingClickHouse clickHouse;
    private TestingFlinkCluster flink;
    private TestingJob job;

    @BeforeEach
    void start() throws Exception {
        kafka = TestingKafka.start();
        kafka.createTopic(Fleet.TOPIC, SavedBatches.INSTANCES);
        kafka.createTopic(Fleet.DEAD_LETTERS, 1);
        clickHouse = TestingClickHouse.start(new SchemaOptions("", new Retention(DAYS, DAYS, DAYS)));
        flink = TestingFlinkCluster.start(directory, 2);
        job = new TestingJob(flink, kafka.bootstrapServers(), clickHouse.address());
    }

    @AfterEach
    void stop() {
        for (AutoCloseable part : new AutoCloseable[] {flink, clickHouse, kafka}) {
            try {
                if (part != null) {
                    part.close();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = 1)
    void goesOnFromTheSavepointOfAnEarlierVersion(int version) throws Exception {
        Path kept =
                Path.of(SavepointTest.class.getResource("savepoint-" + version).toURI());
        SavedBatches saved = SavedBatches.read(kept.resolve(SavedBatches.FILE));
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            // Where the batches were in the topic is what nobody can use: it shows if the positions are not those of
            // the savepoint.
            for (StackBatch batch : saved.published()) {
                producer.send(new ProducerRecord<>(Fleet.TOPIC, saved.partition(batch), null, new byte[] {0}))
                        .get();
            }
            job.run(
                    1,
                    List.of("-s", kept.resolve("savepoint").toUri().toString()),
                    List.of("--retention", DAYS + "d", "--checkpoint-interval", "1s", "--patience", "2s"));
            saved.accepted().forEach(batch -> send(producer, saved, batch, false));
            saved.heldBack().forEach(batch -> send(producer, saved, batch, false));
            saved.rejected().forEach(batch -> send(producer, saved, batch, true));
            producer.flush();
        }

        awaitTaken(saved.all());
        for (int instance = 0; instance < SavedBatches.INSTANCES; instance++) {
            for (LedgerRow row : books(SavedBatches.instance(instance))) {
                assertThat(row.taken()).as("%s", row).isEqualTo(row.stored());
                assertThat(row.droppedByReason().values()).as("%s", row).allMatch(samples -> samples == 0);
                assertThat(row.ofInstance().batchesMissing()).as("%s", row).isZero();
            }
        }
        assertThat(deadLetters()).isZero();
    }

    @Test
    void leavesASavepointOfThisVersionToBeAdded() throws Exception {
        SavedBatches saved = SavedBatches.make();
        Path target = Path.of(System.getProperty("stackhouse.root"), "deploy", "flink", "target", "savepoint");
        // One checkpoint would commit what is to lie in the savepoint, and silence would close the windows.
        String id = job.run(
                2, List.of(), List.of("--retention", DAYS + "d", "--checkpoint-interval", "1h", "--patience", "1h"));
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            saved.published().forEach(batch -> send(producer, saved, batch, false));
            producer.flush();
        }
        // The last one of every partition is rejected.
        await("dead letters", () -> deadLetters() == SavedBatches.INSTANCES);
        SavedBatches.replace(target, Path.of(URI.create(job.savepoint(id, directory.resolve("savepoints")))));
        saved.write(target.resolve(SavedBatches.FILE));

        assertThat(target.resolve("savepoint").resolve("_metadata")).isNotEmptyFile();
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static void send(
            KafkaProducer<byte[], byte[]> producer, SavedBatches saved, StackBatch batch, boolean replayed) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                Fleet.TOPIC, saved.partition(batch), batch.getInstanceId().getBytes(UTF_8), batch.toByteArray());
        if (replayed) {
            record.headers().add("stackhouse-replay", new byte[0]);
        }
        // A failure shows in the books.
        Future<RecordMetadata> unused = producer.send(record);
    }

    private long deadLetters() {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            TopicPartition letters = new TopicPartition(Fleet.DEAD_LETTERS, 0);
            return consumer.endOffsets(List.of(letters)).get(letters);
        }
    }

    private List<LedgerRow> books(String instance) {
        try (ProfileReader reader = new ProfileReader(clickHouse.address(), Duration.ofSeconds(30))) {
            return reader.ledger(
                    SavedBatches.SERVICE,
                    instance,
                    SavedBatches.START_MILLIS - 600_000,
                    SavedBatches.START_MILLIS + 600_000);
        }
    }

    /** Waits until an instance has as much in the books as was made, and checks that it is not more. */
    private void awaitTaken(List<StackBatch> batches) throws InterruptedException {
        for (int number = 0; number < SavedBatches.INSTANCES; number++) {
            String instance = SavedBatches.instance(number);
            long wanted = SavedBatches.samples(batches, instance);
            await(wanted + " samples of " + instance, () -> stored(instance) >= wanted);
            assertThat(stored(instance)).as(instance).isEqualTo(wanted);
        }
    }

    private long stored(String instance) {
        return books(instance).stream().mapToLong(LedgerRow::stored).sum();
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadlineNanos).as(what).isNegative();
            TimeUnit.MILLISECONDS.sleep(500);
        }
    }
}
