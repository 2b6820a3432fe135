package dev.stackhouse.collector.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.broker.TestingKafka;
import dev.stackhouse.collector.PublishedRecords;
import dev.stackhouse.collector.batch.BatchBuilder;
import dev.stackhouse.collector.batch.InstanceIdentity;
import dev.stackhouse.collector.config.CollectorConfig;
import dev.stackhouse.collector.config.Rates;
import dev.stackhouse.collector.sampling.RecordedFrame;
import dev.stackhouse.collector.sampling.RecordedSample;
import dev.stackhouse.collector.sampling.Recording;
import dev.stackhouse.proto.batch.v1.DropReason;
import dev.stackhouse.proto.batch.v1.DroppedSamples;
import dev.stackhouse.proto.batch.v1.EventLedger;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.batch.v1.FrameType;
import dev.stackhouse.proto.batch.v1.Sample;
import dev.stackhouse.proto.batch.v1.StackBatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaPublisherTest {
    private static final InstanceIdentity IDENTITY = new InstanceIdentity("checkout", "i-1", new TreeMap<>());
    private static final long START_MILLIS = System.currentTimeMillis() / 10_000 * 10_000;
    private static final int SAMPLES_A_BATCH = 10;

    @TempDir
    private Path temporary;

    @Test
    void whatIsDroppedWhileKafkaIsAwayIsDeclaredWhenItIsBack() throws Exception {
        try (TestingKafka kafka = TestingKafka.start()) {
            BatchBuilder builder = new BatchBuilder(IDENTITY, EventType.EVENT_TYPE_CPU);
            int batchBytes = builder.build(recording(1)).get(0).numbered(1).length;
            // Room for a few whole batches beside the books of the others.
            BatchQueue queue = new BatchQueue(IDENTITY.instanceId(), 15L * batchBytes, 0, null);
            KafkaPublisher publisher = new KafkaPublisher(config(kafka.bootstrapServers()), IDENTITY, queue);
            publisher.start();

            kafka.kill();
            for (int i = 0; i < 20; i++) {
                builder.build(recording(i)).forEach(queue::offer);
                TimeUnit.MILLISECONDS.sleep(100);
            }
            kafka.restart();
            while (!queue.isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
            builder.build(recording(20)).forEach(queue::offer);
            publisher.finish(Duration.ofMinutes(1));

            List<StackBatch> batches = published(kafka.bootstrapServers());
            for (int i = 0; i < batches.size(); i++) {
                assertThat(batches.get(i).getSequence()).isEqualTo(i + 1);
            }
            long stored = batches.stream()
                    .flatMap(batch -> batch.getSamplesList().stream())
                    .mapToLong(Sample::getCount)
                    .sum();
            assertThat(ledger(batches).stream()
                            .mapToLong(EventLedger::getSamplesTaken)
                            .sum())
                    .isEqualTo(21 * SAMPLES_A_BATCH);
            assertThat(dropped(batches)).containsOnlyKeys(DropReason.DROP_REASON_QUEUE_FULL);
            assertThat(stored + dropped(batches).get(DropReason.DROP_REASON_QUEUE_FULL))
                    .isEqualTo(21 * SAMPLES_A_BATCH);
            assertThat(stored).isBetween(3L * SAMPLES_A_BATCH, 12L * SAMPLES_A_BATCH);
        }
    }

    @Test
    void whatKafkaHasButTheSpoolStillHoldsIsSentAgainUnderItsOwnNumber() throws Exception {
        try (TestingKafka kafka = TestingKafka.start()) {
            InstanceIdentity next = new InstanceIdentity("checkout", "i-2", new TreeMap<>());
            Path spool = temporary.resolve("spool");
            Path file = spool.resolve("i-1/1.batch");
            BatchQueue first = new BatchQueue("i-1", 1 << 20, 1 << 20, Spool.open(spool, "i-1"));
            new BatchBuilder(IDENTITY, EventType.EVENT_TYPE_CPU)
                    .build(recording(1))
                    .forEach(first::offer);
            byte[] spooled = Files.readAllBytes(file);
            KafkaPublisher publisher = new KafkaPublisher(config(kafka.bootstrapServers()), IDENTITY, first);
            publisher.start();
            publisher.finish(Duration.ofMinutes(1));
            assertThat(file).doesNotExist();

            // As if the JVM had been killed after Kafka's acknowledgement and before the file was deleted.
            Files.createDirectory(file.getParent());
            Files.write(file, spooled);
            BatchQueue second = new BatchQueue("i-2", 1 << 20, 1 << 20, Spool.open(spool, "i-2"));
            second.adopt();
            KafkaPublisher again = new KafkaPublisher(config(kafka.bootstrapServers()), next, second);
            again.start();
            again.finish(Duration.ofMinutes(1));

            List<ConsumerRecord<byte[], byte[]>> records = PublishedRecords.of(kafka.bootstrapServers());
            assertThat(records).hasSize(2);
            assertThat(records.get(1).key()).isEqualTo(records.get(0).key());
            assertThat(records.get(1).value()).isEqualTo(records.get(0).value());
            assertThat(StackBatch.parseFrom(records.get(1).value()).getSequence())
                    .isEqualTo(1);
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void anInterruptThatIsNotTheEndDoesNotEndIt() throws Exception {
        try (TestingKafka kafka = TestingKafka.start()) {
            BatchBuilder builder = new BatchBuilder(IDENTITY, EventType.EVENT_TYPE_CPU);
            BatchQueue queue = new BatchQueue(IDENTITY.instanceId(), 1 << 20, 0, null);
            KafkaPublisher publisher = new KafkaPublisher(config(kafka.bootstrapServers()), IDENTITY, queue);
            publisher.start();
            for (int i = 0; i < 10; i++) {
                builder.build(recording(i)).forEach(queue::offer);
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().equals("stackhouse-publisher"))
                        .forEach(Thread::interrupt);
            }
            publisher.finish(Duration.ofMinutes(1));

            assertThat(published(kafka.bootstrapServers()).stream()
                            .map(StackBatch::getSequence)
                            .distinct())
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 10).boxed().toList());
        }
    }

    private static List<EventLedger> ledger(List<StackBatch> batches) {
        return batches.stream()
                .flatMap(batch -> batch.getLedger().getEventsList().stream())
                .toList();
    }

    private static Map<DropReason, Long> dropped(List<StackBatch> batches) {
        Map<DropReason, Long> dropped = new TreeMap<>();
        for (EventLedger entry : ledger(batches)) {
            for (DroppedSamples drop : entry.getDroppedList()) {
                dropped.merge(drop.getReason(), drop.getSamples(), Long::sum);
            }
        }
        return dropped;
    }

    private static Recording recording(int number) {
        long startMillis = START_MILLIS + number;
        List<RecordedFrame> stack = List.of(new RecordedFrame("a.Main", "main", 1, FrameType.FRAME_TYPE_JIT_COMPILED));
        RecordedSample sample =
                new RecordedSample(stack, "main", EventType.EVENT_TYPE_CPU, START_MILLIS, 1_000, SAMPLES_A_BATCH);
        return new Recording(startMillis, startMillis + 1, List.of(sample), 0, 0);
    }

    private static CollectorConfig config(String brokers) {
        return new CollectorConfig(
                "checkout",
                new TreeMap<>(),
                brokers,
                "stackhouse.batches",
                Map.of(),
                Rates.NONE,
                8 << 20,
                Path.of("unused"),
                0,
                Duration.ofSeconds(10));
    }

    private static List<StackBatch> published(String brokers) throws Exception {
        List<StackBatch> batches = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : PublishedRecords.of(brokers)) {
            batches.add(StackBatch.parseFrom(record.value()));
        }
        return batches;
    }
}
