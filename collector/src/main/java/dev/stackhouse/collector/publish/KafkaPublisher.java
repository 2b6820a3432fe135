package dev.stackhouse.collector.publish;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.stackhouse.collector.Notices;
import dev.stackhouse.collector.batch.Books;
import dev.stackhouse.collector.batch.InstanceIdentity;
import dev.stackhouse.collector.batch.UnsentBatch;
import dev.stackhouse.collector.config.CollectorConfig;
import dev.stackhouse.proto.batch.v1.DropReason;
import dev.stackhouse.proto.batch.v1.StackBatch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Hands batches to Kafka one after the other, each under the next sequence number. A batch that was handed over is never given up:
 * whether Kafka has it is unknown until Kafka says so, and a batch both stored and declared dropped would make the books
 * wrong for ever. Repeating it is safe, because the receiver knows it by its number. One daemon thread.
 */
public final class KafkaPublisher {
    private static final long RETRY_MILLIS = 1_000;
    /** Long enough for a first connection. */
    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(2);

    private final CollectorConfig config;
    private final byte[] key;
    private final InstanceIdentity identity;
    private final BatchQueue queue;
    private final Thread thread = new Thread(this::run, "stackhouse-publisher");
    private @Nullable KafkaProducer<byte[], byte[]> producer;
    private long sequence;
    private volatile boolean idle = true;
    /** Whether Kafka took the last batch that it was given. */
    private volatile boolean reached;

    private volatile long samplesInFlight;
    private volatile boolean ending;

    public KafkaPublisher(CollectorConfig config, InstanceIdentity identity, BatchQueue queue) {
        this.config = config;
        this.key = identity.instanceId().getBytes(StandardCharsets.UTF_8);
        this.identity = identity;
        this.queue = queue;
    }

    public void start() {
        thread.setDaemon(true);
        // Kafka finds its own classes through it.
        thread.setContextClassLoader(KafkaPublisher.class.getClassLoader());
        thread.start();
    }

    /**
     * Gives what is queued the given time to reach Kafka, and ends. An application that ends is not kept waiting for a Kafka that
     * has not answered so far: then it is {@link #LEAST_PATIENCE}.
     */
    public void finish(Duration patience) {
        long endNanos = System.nanoTime() + (reached ? patience : LEAST_PATIENCE).toNanos();
        try {
            while ((!queue.isEmpty() || !idle) && System.nanoTime() < endNanos) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            ending = true;
            thread.interrupt();
            thread.join(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!queue.isEmpty() || !idle) {
            Notices.say("Kafka at " + config.brokers() + " did not take the last batches; lost with this JVM: up to "
                    + (queue.undeliveredSamples() + samplesInFlight) + " samples");
        }
    }

    private void run() {
        try {
            while (!ending) {
                UnsentBatch batch = takeMarkingBusy();
                publish(batch);
                idle = true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closeProducer();
        }
    }

    private UnsentBatch takeMarkingBusy() throws InterruptedException {
        while (queue.isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        idle = false;
        return queue.take();
    }

    private void publish(UnsentBatch batch) throws InterruptedException {
        sequence++;
        Books books = queue.takeDropped();
        books.add(batch.books());
        samplesInFlight = books.kept() + books.dropped();
        byte[] message = batch.numbered(sequence, books);
        while (true) {
            try {
                if (producer == null) {
                    producer = new KafkaProducer<>(
                            producerSettings(), new ByteArraySerializer(), new ByteArraySerializer());
                }
                producer.send(new ProducerRecord<>(config.topic(), key, message))
                        .get();
                reached = true;
                samplesInFlight = 0;
                Notices.say("publishing to Kafka at " + config.brokers());
                return;
            } catch (InterruptException e) {
                // Kafka's own form of an InterruptedException; it has set the thread's flag again.
                Thread.interrupted();
                throw new InterruptedException();
            } catch (ExecutionException | KafkaException e) {
                reached = false;
                Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
                if (cause instanceof RecordTooLargeException) {
                    // Kafka certainly does not have it: its number goes to a batch that only declares the loss.
                    Books refused = new Books();
                    refused.addAsDropped(books, DropReason.DROP_REASON_REFUSED);
                    message = withoutSamples(batch).numbered(sequence, refused);
                } else if (!(cause instanceof TimeoutException)) {
                    closeProducer();
                }
                Notices.say("Kafka at " + config.brokers() + " is away, profiles are kept in " + config.queueBytes()
                        + " bytes of memory: " + cause.getMessage());
                TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
            }
        }
    }

    private UnsentBatch withoutSamples(UnsentBatch batch) {
        try {
            StackBatch original = StackBatch.parseFrom(batch.body());
            StackBatch.Builder header = StackBatch.newBuilder()
                    .setFormatVersion(original.getFormatVersion())
                    .setService(identity.service())
                    .setInstanceId(identity.instanceId())
                    .addAllLabels(original.getLabelsList())
                    .setStartUnixMillis(original.getStartUnixMillis())
                    .setEndUnixMillis(original.getEndUnixMillis());
            return new UnsentBatch(header.build().toByteArray(), new Books());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a batch of our own cannot be read", e);
        }
    }

    private Map<String, Object> producerSettings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", config.brokers());
        settings.put("client.id", "stackhouse-" + identity.instanceId());
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        settings.put("compression.type", "zstd");
        settings.put("delivery.timeout.ms", Integer.MAX_VALUE);
        settings.put("request.timeout.ms", 10_000);
        settings.put("max.block.ms", 5_000);
        settings.put("linger.ms", 0);
        settings.put("buffer.memory", 4L << 20);
        settings.put("max.request.size", 2 << 20);
        settings.put("reconnect.backoff.max.ms", 5_000);
        // The application's JMX is its own.
        settings.put("metric.reporters", "");
        settings.put("enable.metrics.push", false);
        return settings;
    }

    private void closeProducer() {
        if (producer == null) {
            return;
        }
        // Interrupted, it would not close at all.
        boolean interrupted = Thread.interrupted();
        try {
            producer.close(Duration.ZERO);
        } catch (KafkaException e) {
            Notices.say("the connection to Kafka could not be closed: " + e.getMessage());
        } finally {
            producer = null;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
