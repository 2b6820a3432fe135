package dev.stackhouse.streamer.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.proto.batch.v1.EventLedger;
import dev.stackhouse.proto.batch.v1.Sample;
import dev.stackhouse.proto.batch.v1.StackBatch;
import dev.stackhouse.storage.StoreAddress;
import dev.stackhouse.storage.read.LedgerRow;
import dev.stackhouse.storage.read.ProfileReader;
import dev.stackhouse.storage.read.StackQuery;
import dev.stackhouse.storage.read.StackTotals;
import dev.stackhouse.streamer.Batches;
import dev.stackhouse.streamer.partial.Event;
import dev.stackhouse.streamer.partial.WindowPart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Instances that publish, and the books of what they published. */
public final class Fleet implements AutoCloseable {
    public static final String TOPIC = "test.batches";
    public static final String DEAD_LETTERS = "test.dead-letters";
    private static final String SERVICE = "shop";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final KafkaProducer<byte[], byte[]> producer;
    private final Random random;
    private final long startMillis = WindowPart.startOf(System.currentTimeMillis()) - 3_600_000;
    private final List<ProducerRecord<byte[], byte[]>> published = new ArrayList<>();

    /** Event to value, count and samples rejected. */
    private final Map<String, long[]> expected = new TreeMap<>();

    private int unusable;

    public Fleet(String bootstrapServers, long seed) {
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "compression.type",
                        "zstd",
                        // Longer than any test leaves Kafka away.
                        "delivery.timeout.ms",
                        600_000,
                        "max.block.ms",
                        600_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        random = new Random(seed);
    }

    /** A batch in time, of one format or the other. */
    public void publish(String instance, long sequence) {
        StackBatch batch = Batches.random(random, SERVICE, instance, sequence, startMillis + sequence * 10_000 - 3_000);
        batch = random.nextBoolean() ? Batches.sealed(batch) : batch;
        for (Sample sample : batch.getSamplesList()) {
            long[] sums = sums(sample.getEventValue());
            sums[0] += sample.getValue();
            sums[1] += sample.getCount();
        }
        ProducerRecord<byte[], byte[]> record = record(batch);
        published.add(record);
        send(record);
    }

    /** One that was published before. */
    public void publishAgain() {
        send(published.get(random.nextInt(published.size())));
    }

    /** One that is too old to be kept, but says whose it is. */
    void publishTooOld(String instance, long sequence) {
        long longAgo = startMillis - Duration.ofDays(31).toMillis();
        StackBatch batch = Batches.random(random, SERVICE, instance, sequence, longAgo);
        for (EventLedger events : batch.getLedger().getEventsList()) {
            sums(events.getEventValue())[2] += events.getSamplesTaken();
        }
        unusable++;
        send(record(batch));
    }

    public void publishNoise() {
        byte[] noise = new byte[1 + random.nextInt(100)];
        random.nextBytes(noise);
        // No field has number 0.
        noise[0] = 0;
        unusable++;
        send(new ProducerRecord<>(TOPIC, noise));
    }

    /** Records that must be in the dead-letter topic. */
    int unusable() {
        return unusable;
    }

    /** Samples that must be in the tables. */
    long storedSamples() {
        return expected.values().stream().mapToLong(sums -> sums[1]).sum();
    }

    /** Samples of batches that must be rejected. */
    long rejectedSamples() {
        return expected.values().stream().mapToLong(sums -> sums[2]).sum();
    }

    private long[] sums(int event) {
        return expected.computeIfAbsent(Event.name(event), name -> new long[3]);
    }

    private static ProducerRecord<byte[], byte[]> record(StackBatch batch) {
        return new ProducerRecord<>(TOPIC, batch.getInstanceId().getBytes(UTF_8), batch.toByteArray());
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        // A failure shows in the sums.
        Future<RecordMetadata> unused = producer.send(record);
    }

    /** Waits until ClickHouse holds as much as was published, then checks that it holds exactly that. */
    public void awaitStored(StoreAddress address) throws InterruptedException {
        producer.flush();
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        try (ProfileReader reader = new ProfileReader(address, Duration.ofSeconds(30))) {
            long wanted = expected.values().stream()
                    .mapToLong(sums -> sums[1] + sums[2])
                    .sum();
            while (accounted(reader) < wanted && System.nanoTime() - deadlineNanos < 0) {
                Thread.sleep(500);
            }
            Thread.sleep(3_000);
            check(reader);
        }
    }

    private long accounted(ProfileReader reader) {
        return ledger(reader).stream()
                .mapToLong(row -> row.stored() + dropped(row))
                .sum();
    }

    private void check(ProfileReader reader) {
        for (LedgerRow row : ledger(reader)) {
            assertThat(row.taken()).as("%s", row).isEqualTo(row.stored() + dropped(row));
        }
        for (Map.Entry<String, long[]> event : expected.entrySet()) {
            StackTotals totals =
                    reader.stacks(new StackQuery(SERVICE, event.getKey(), List.of(), fromMillis(), toMillis()));
            long value = 0;
            long samples = 0;
            for (StackTotals.StackTotal stack : totals.stacks()) {
                value += stack.value();
                samples += stack.samples();
            }
            long rejected = ledger(reader).stream()
                    .filter(row -> row.event().equals(event.getKey()))
                    .mapToLong(Fleet::dropped)
                    .sum();
            assertThat(new long[] {value, samples, rejected}).as(event.getKey()).isEqualTo(event.getValue());
        }
    }

    private List<LedgerRow> ledger(ProfileReader reader) {
        return reader.ledger(SERVICE, "", fromMillis(), toMillis());
    }

    private static long dropped(LedgerRow row) {
        return row.droppedByReason().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private long fromMillis() {
        return startMillis - 600_000;
    }

    private long toMillis() {
        return startMillis + 7_200_000;
    }

    @Override
    public void close() {
        producer.close();
    }
}
