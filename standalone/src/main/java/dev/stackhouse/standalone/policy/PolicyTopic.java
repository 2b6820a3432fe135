package dev.stackhouse.standalone.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stackhouse.policy.PolicyKey;
import dev.stackhouse.proto.policy.v1.ChangeType;
import dev.stackhouse.proto.policy.v1.Policy;
import dev.stackhouse.proto.policy.v1.PolicyChange;
import dev.stackhouse.standalone.client.CommandException;
import dev.stackhouse.standalone.client.KafkaAccess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The topic of policies, read and written by people. Every change is written to the history first, so that nothing changes without a
 * trace; whoever writes removes what is of no use any more, which bounds the topic.
 */
record PolicyTopic(KafkaAccess kafka, String name) {
    static final int MOST_CHANGES = 1_000;

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration KEEP_EXPIRED = Duration.ofDays(1);

    /**
     * Reads all of it.
     *
     * @throws CommandException in one sentence if Kafka does not answer or has no such topic
     */
    PolicyLog read() {
        Map<String, Object> settings = Map.of(
                "default.api.timeout.ms",
                (int) PATIENCE.toMillis(),
                "request.timeout.ms",
                (int) PATIENCE.toMillis() - 1_000,
                "allow.auto.create.topics",
                false,
                "enable.auto.commit",
                false);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(kafka.with(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = partition(consumer);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            PolicyLog log = new PolicyLog();
            long answeredNanos = System.nanoTime();
            while (consumer.position(partition) < end) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofSeconds(1));
                if (!records.isEmpty()) {
                    answeredNanos = System.nanoTime();
                } else if (System.nanoTime() - answeredNanos > PATIENCE.toNanos()) {
                    throw new CommandException("Kafka at " + kafka + " stopped answering.");
                }
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    log.add(record.key() == null ? "" : new String(record.key(), UTF_8), record.value());
                }
            }
            return log;
        } catch (KafkaException e) {
            throw new CommandException("Kafka at " + kafka + " does not answer: " + kafka.messageOf(e), e);
        }
    }

    private TopicPartition partition(KafkaConsumer<byte[], byte[]> consumer) {
        int partitions = consumer.partitionsFor(name, PATIENCE).size();
        if (partitions == 1) {
            return new TopicPartition(name, 0);
        }
        throw new CommandException(
                partitions == 0
                        ? "Kafka at " + kafka + " has no topic " + name
                                + "; create it with one partition and cleanup.policy=compact."
                        : "The topic " + name + " has " + partitions
                                + " partitions; policies need one, whose order is theirs.");
    }

    /**
     * Writes changes to the history and makes them.
     *
     * @param log what is there
     * @return by how much this machine's clock is ahead of Kafka's, in milliseconds; 0 where Kafka does not say
     * @throws CommandException in one sentence if Kafka does not take all of it
     */
    long write(PolicyLog log, List<PolicyChange> changes, long nowMillis) {
        Map<String, Object> settings = Map.of(
                "acks",
                "all",
                "max.block.ms",
                PATIENCE.toMillis(),
                "delivery.timeout.ms",
                (int) PATIENCE.toMillis(),
                "request.timeout.ms",
                (int) PATIENCE.toMillis() - 1_000,
                "linger.ms",
                0);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(kafka.with(settings), new ByteArraySerializer(), new ByteArraySerializer())) {
            long aheadMillis = 0;
            for (PolicyChange change : changes) {
                long sentMillis = System.currentTimeMillis();
                long keptMillis = send(producer, PolicyKey.ofChange(change), change.toByteArray());
                aheadMillis = sentMillis - keptMillis;
                Policy policy = change.getPolicy();
                boolean set = change.getType() == ChangeType.CHANGE_TYPE_SET;
                send(producer, PolicyKey.ofPolicy(policy.getId()), set ? policy.toByteArray() : null);
            }
            for (String key : log.leftovers(nowMillis - KEEP_EXPIRED.toMillis(), MOST_CHANGES - changes.size())) {
                send(producer, key, null);
            }
            return aheadMillis;
        } catch (KafkaException | ExecutionException e) {
            Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            throw new CommandException(
                    "Kafka at " + kafka
                            + " did not take all of it; './stackhouse policy list' says what is in force: "
                            + kafka.messageOf(cause),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("Interrupted; './stackhouse policy list' says what is in force.", e);
        }
    }

    /** Returns the time stamp that the record has in the topic. */
    private long send(KafkaProducer<byte[], byte[]> producer, String key, byte @Nullable [] value)
            throws InterruptedException, ExecutionException {
        return producer.send(new ProducerRecord<>(name, 0, key.getBytes(UTF_8), value))
                .get()
                .timestamp();
    }
}
