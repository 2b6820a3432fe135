package dev.stackhouse.standalone.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The topic to which the job sends batches that it cannot use; the names of headers are the job's. */
record DeadLetterTopic(KafkaAccess kafka, String topic) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /**
     * Reads the newest dead letters, oldest of them first. A job that goes on from a checkpoint may send again what it sent since
     * that: of letters with the same content from the same place there is one.
     *
     * @param reason only those with this reason; empty for any
     * @throws CommandException in one sentence if Kafka does not answer or has no such topic
     */
    List<RejectedBatch> newest(int limit, String reason) {
        Map<String, Object> settings = Map.of(
                "default.api.timeout.ms",
                (int) PATIENCE.toMillis(),
                "request.timeout.ms",
                (int) PATIENCE.toMillis() - 1_000,
                "enable.auto.commit",
                false,
                "isolation.level",
                "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(kafka.with(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = partitions(consumer);
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            // With a reason any of them may be the newest: all are read.
            partitions.forEach(partition -> consumer.seek(
                    partition,
                    reason.isEmpty()
                            ? Math.max(begins.getOrDefault(partition, 0L), ends.getOrDefault(partition, 0L) - limit)
                            : begins.getOrDefault(partition, 0L)));
            List<RejectedBatch> found = new ArrayList<>();
            Set<Origin> seen = new HashSet<>();
            long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(PATIENCE);
                if (!records.isEmpty()) {
                    deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
                } else if (System.nanoTime() - deadlineNanos > 0) {
                    throw new CommandException("Kafka at " + kafka + " stopped answering.");
                }
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    RejectedBatch batch = batch(record);
                    if ((reason.isEmpty() || reason.equals(batch.reason())) && isNew(batch, seen)) {
                        found.add(batch);
                    }
                }
            }
            found.sort(Comparator.comparingLong(RejectedBatch::millis));
            return List.copyOf(found.subList(Math.max(0, found.size() - limit), found.size()));
        } catch (KafkaException e) {
            throw new CommandException("Kafka at " + kafka + " does not answer: " + kafka.messageOf(e), e);
        }
    }

    /**
     * Sends batches to the topic of batches once more, in the order given.
     *
     * @return how many; those that were too large to be kept cannot be sent
     * @throws CommandException in one sentence if Kafka does not take one; then some may have been sent
     */
    int replay(List<RejectedBatch> rejected, String to) {
        Map<String, Object> settings = Map.of(
                "acks",
                "all",
                "compression.type",
                "zstd",
                "max.request.size",
                64 << 20,
                "max.block.ms",
                PATIENCE.toMillis());
        int sent = 0;
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(kafka.with(settings), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (RejectedBatch batch : rejected) {
                if (batch.value() != null) {
                    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(to, batch.key(), batch.value());
                    record.headers().add("stackhouse-replay", new byte[0]);
                    producer.send(record).get();
                    sent++;
                }
            }
            return sent;
        } catch (KafkaException | ExecutionException e) {
            throw new CommandException(
                    "Kafka at " + kafka + " took " + sent + " of " + rejected.size()
                            + "; sending them again does no harm: " + kafka.messageOf(e),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("Interrupted after " + sent + " of " + rejected.size() + ".", e);
        }
    }

    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic, PATIENCE).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new CommandException("Kafka at " + kafka + " has no topic " + topic + ".");
        }
        return partitions;
    }

    /**
     * What makes a letter the same as another one. The place alone would not do: a topic that was made anew begins with offset 0.
     */
    private record Origin(
            String partition,
            String offset,
            @Nullable ByteBuffer key,
            @Nullable ByteBuffer value) {}

    private static boolean isNew(RejectedBatch batch, Set<Origin> seen) {
        byte[] key = batch.key();
        byte[] value = batch.value();
        return batch.offset().isEmpty()
                || seen.add(new Origin(
                        batch.partition(),
                        batch.offset(),
                        key == null ? null : ByteBuffer.wrap(key),
                        value == null ? null : ByteBuffer.wrap(value)));
    }

    private static RejectedBatch batch(ConsumerRecord<byte[], byte[]> record) {
        String omitted = header(record, "stackhouse-omitted-bytes");
        return new RejectedBatch(
                record.timestamp(),
                header(record, "stackhouse-reason"),
                header(record, "stackhouse-message"),
                printable(record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8)),
                header(record, "stackhouse-source-partition"),
                header(record, "stackhouse-source-offset"),
                omitted.isEmpty() ? Math.max(0, record.serializedValueSize()) : Long.parseLong(omitted),
                record.key(),
                omitted.isEmpty() ? record.value() : null);
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : printable(new String(header.value(), StandardCharsets.UTF_8));
    }

    /** Keys are anybody's bytes, and this goes to a terminal. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
