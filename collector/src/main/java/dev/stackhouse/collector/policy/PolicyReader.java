package dev.stackhouse.collector.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the topic of policies, from its beginning, then what was added: no consumer group, nothing committed. Where nothing was added it asks
 * for the end of the topic only, a request of some bytes. Used by one thread.
 */
final class PolicyReader implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final TopicPartition partition;
    private final PolicyBoard board;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private boolean assigned;

    PolicyReader(String brokers, Map<String, String> kafka, String topic, String clientId, PolicyBoard board) {
        this.partition = new TopicPartition(topic, 0);
        this.board = board;
        this.consumer = new KafkaConsumer<>(
                settings(brokers, kafka, clientId), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static Map<String, Object> settings(String brokers, Map<String, String> kafka, String clientId) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put("bootstrap.servers", brokers);
        settings.put("client.id", clientId);
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "earliest");
        settings.put("allow.auto.create.topics", false);
        settings.put("request.timeout.ms", (int) PATIENCE.toMillis());
        settings.put("default.api.timeout.ms", (int) PATIENCE.toMillis());
        settings.put("reconnect.backoff.max.ms", 10_000);
        settings.put("fetch.max.wait.ms", 500);
        settings.put("max.partition.fetch.bytes", 128 << 10);
        // The application's JMX is its own.
        settings.put("metric.reporters", "");
        settings.put("auto.include.jmx.reporter", false);
        settings.put("enable.metrics.push", false);
        return settings;
    }

    /**
     * Puts on the board what is new.
     *
     * @return whether there is such a topic
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
     */
    boolean read() {
        if (!assigned) {
            List<PartitionInfo> partitions = consumer.partitionsFor(partition.topic(), PATIENCE);
            if (partitions == null || partitions.isEmpty()) {
                return false;
            }
            consumer.assign(Collections.singletonList(partition));
            startAgain();
            assigned = true;
        }
        long end = consumer.endOffsets(Collections.singletonList(partition), PATIENCE)
                .getOrDefault(partition, 0L);
        if (end < consumer.position(partition, PATIENCE)) {
            // It was made anew.
            startAgain();
        }
        long answeredNanos = System.nanoTime();
        while (consumer.position(partition, PATIENCE) < end) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofSeconds(1));
            for (ConsumerRecord<byte[], byte[]> record : records) {
                String key = record.key() == null ? "" : new String(record.key(), UTF_8);
                board.put(key, record.value(), System.nanoTime());
            }
            if (!records.isEmpty()) {
                answeredNanos = System.nanoTime();
            } else if (System.nanoTime() - answeredNanos > PATIENCE.toNanos()) {
                throw new TimeoutException("no records in " + PATIENCE.toMillis() + " ms");
            }
        }
        board.wasRead(System.nanoTime());
        return true;
    }

    private void startAgain() {
        board.readAgain();
        consumer.seekToBeginning(Collections.singletonList(partition));
    }

    @Override
    public void close() {
        consumer.close(Duration.ZERO);
    }
}
