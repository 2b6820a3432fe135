package dev.stackhouse.bench.overhead;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.stackhouse.proto.batch.v1.StackBatch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what collectors published since it was asked last: the sizes of batches, by their intervals. For one thread. */
final class PublishedBatches implements AutoCloseable {
    private static final String TOPIC = "stackhouse.batches";
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final KafkaConsumer<byte[], byte[]> consumer;

    PublishedBatches(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(TOPIC).stream()
                .map(partition -> new TopicPartition(TOPIC, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** An interval that was split into several batches is one. */
    List<Sent> take() {
        Map<Long, Sent> byEnd = new TreeMap<>();
        for (ConsumerRecords<byte[], byte[]> records = consumer.poll(LONGEST_WAIT);
                !records.isEmpty();
                records = consumer.poll(LONGEST_WAIT)) {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                Sent sent = sent(record);
                byEnd.merge(
                        sent.endMillis(),
                        sent,
                        (a, b) -> new Sent(
                                Math.min(a.startMillis(), b.startMillis()),
                                a.endMillis(),
                                a.bytes() + b.bytes(),
                                a.hasSamples() || b.hasSamples()));
            }
        }
        return List.copyOf(byEnd.values());
    }

    private static Sent sent(ConsumerRecord<byte[], byte[]> record) {
        try {
            StackBatch batch = StackBatch.parseFrom(record.value());
            return new Sent(
                    batch.getStartUnixMillis(),
                    batch.getEndUnixMillis(),
                    (long) record.serializedKeySize() + record.serializedValueSize(),
                    batch.getRatesCount() > 0);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a collector published what is not a batch", e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
