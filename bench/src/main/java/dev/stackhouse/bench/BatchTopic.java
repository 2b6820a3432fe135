package dev.stackhouse.bench;

import dev.stackhouse.proto.batch.v1.StackBatch;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Publishes batches as collectors do. For one thread. */
final class BatchTopic implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private @Nullable Future<RecordMetadata> last;

    BatchTopic(String bootstrapServers) {
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "acks",
                        "all",
                        // A collector has one batch to send at a time.
                        "batch.size",
                        0,
                        "max.request.size",
                        2 << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    void publish(StackBatch batch) {
        publish(batch.getInstanceId(), batch.toByteArray());
    }

    /**
     * Publishes an encoded batch.
     *
     * @param message of the instance
     */
    void publish(String instanceId, byte[] message) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>("stackhouse.batches", instanceId.getBytes(StandardCharsets.UTF_8), message);
        last = producer.send(record, (metadata, e) -> {
            if (e != null) {
                failure.compareAndSet(null, e);
            }
        });
    }

    /** Returns once everything is acknowledged. */
    void flush() {
        producer.flush();
        Exception e = failure.get();
        if (e != null) {
            throw new IllegalStateException("a batch could not be published after " + last, e);
        }
    }

    @Override
    public void close() {
        flush();
        producer.close();
    }
}
