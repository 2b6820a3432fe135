package dev.stackhouse.collector.publish;

import dev.stackhouse.collector.Notices;
import dev.stackhouse.collector.batch.InstanceIdentity;
import dev.stackhouse.collector.budget.OwnThreads;
import dev.stackhouse.collector.config.CollectorConfig;
import dev.stackhouse.collector.config.Secrets;
import java.io.IOException;
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
 * Hands batches to Kafka one after the other, in the order of their numbers. A batch is repeated until Kafka acknowledges it:
 * repeating is safe, because the receiver knows it by its number. Whatever fails, also for want of memory, is tried again. One
 * daemon thread.
 */
public final class KafkaPublisher {
    private static final long RETRY_MILLIS = 1_000;
    /** How often it looks for what JVMs that have ended left in the spool. */
    private static final long ADOPTION_MILLIS = 60_000;
    /** After which an acknowledgement does not come any more: Kafka's own thread may have died, of memory for one. */
    private static final long ANSWER_MILLIS = 30_000;

    private static final long END_MILLIS = 20_000;
    /** Long enough for a first connection. */
    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(2);

    private final CollectorConfig config;
    private final InstanceIdentity identity;
    private final BatchQueue queue;
    private final Secrets secrets;
    private final Thread thread = OwnThreads.daemon(this::run, "stackhouse-publisher");
    private @Nullable KafkaProducer<byte[], byte[]> producer;
    /** Whether Kafka took the last batch that it was given. */
    private volatile boolean reached;

    private volatile boolean ending;

    private long adoptedNanos = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(ADOPTION_MILLIS);

    public KafkaPublisher(CollectorConfig config, InstanceIdentity identity, BatchQueue queue) {
        this.config = config;
        this.identity = identity;
        this.queue = queue;
        this.secrets = new Secrets(config.kafka());
    }

    public void start() {
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
            while (!queue.isEmpty() && System.nanoTime() < endNanos) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            ending = true;
            thread.interrupt();
            thread.join(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (queue.samplesInMemoryOnly() > 0) {
            Notices.say("Kafka at " + config.brokers() + " did not take the last batches; lost with this JVM: up to "
                    + queue.samplesInMemoryOnly() + " samples");
        }
        if (queue.spooled() > 0) {
            Notices.say("Kafka at " + config.brokers() + " did not take the last " + queue.spooled()
                    + " batches; they wait in " + config.spoolDirectory() + " for the next collector here");
        }
        queue.close();
    }

    /** Waits until its thread and Kafka's have ended, which takes longer where a machine has no time for them. */
    public void awaitEnd() {
        try {
            thread.join(END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!ending) {
            try {
                turnOrSay();
            } catch (InterruptedException e) {
                // It may be the end; the loop looks.
            } catch (Throwable e) {
                // Nothing that may fail is done here, where it would end the thread.
            }
        }
        closeProducer();
    }

    private void turnOrSay() throws InterruptedException {
        try {
            turn();
        } catch (RuntimeException | Error e) {
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
            closeProducer();
            Notices.say(
                    "publishing", "a batch could not be published and is tried again: " + secrets.hide(e.toString()));
        }
    }

    private void turn() throws InterruptedException {
        if (System.nanoTime() - adoptedNanos >= TimeUnit.MILLISECONDS.toNanos(ADOPTION_MILLIS)) {
            adoptedNanos = System.nanoTime();
            queue.adopt();
        }
        WaitingBatch batch = queue.awaitFirst(ADOPTION_MILLIS);
        if (batch != null) {
            try {
                publish(batch);
            } catch (RuntimeException e) {
                queue.failed(batch);
                throw e;
            }
        }
    }

    /** Tries once. */
    private void publish(WaitingBatch batch) throws InterruptedException {
        try {
            byte[] message = queue.message(batch);
            if (message == null) {
                return;
            }
            if (producer == null) {
                producer =
                        new KafkaProducer<>(producerSettings(), new ByteArraySerializer(), new ByteArraySerializer());
            }
            byte[] key = batch.instance.getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>(config.topic(), key, message)).get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
            reached = true;
            Notices.say("publishing to Kafka at " + config.brokers());
            Notices.forget("publishing");
            queue.delivered(batch);
        } catch (InterruptException e) {
            // Kafka's own form of an InterruptedException; it has set the thread's flag again.
            Thread.interrupted();
            throw new InterruptedException();
        } catch (ExecutionException | KafkaException e) {
            failed(batch, e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e);
        } catch (java.util.concurrent.TimeoutException e) {
            failed(batch, new KafkaException("no acknowledgement in " + ANSWER_MILLIS + " ms", e));
        } catch (IOException e) {
            Notices.say(Spool.SUBJECT, "the spool cannot be read now: " + e.getMessage());
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        }
    }

    private void failed(WaitingBatch batch, Throwable cause) throws InterruptedException {
        if (cause instanceof RecordTooLargeException) {
            Notices.say("Kafka refuses a batch, its samples are declared dropped: " + secrets.messageOf(cause));
            queue.refused(batch);
            return;
        }
        reached = false;
        if (!(cause instanceof TimeoutException)) {
            closeProducer();
        }
        Notices.say("Kafka at " + config.brokers() + " is away, profiles are kept in " + config.queueBytes()
                + " bytes of memory and " + config.spoolBytes() + " of disk: " + secrets.messageOf(cause));
        TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
    }

    private Map<String, Object> producerSettings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", config.brokers());
        settings.put("client.id", "stackhouse-" + identity.instanceId());
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        // The dictionary, most of a batch, is compressed already; of the whole this takes 7 %, and higher levels no
        // more.
        settings.put("compression.type", "zstd");
        settings.put("compression.zstd.level", 1);
        settings.put("delivery.timeout.ms", Integer.MAX_VALUE);
        settings.put("request.timeout.ms", 10_000);
        settings.put("max.block.ms", 5_000);
        settings.put("linger.ms", 0);
        settings.put("buffer.memory", 4L << 20);
        settings.put("max.request.size", 2 << 20);
        settings.put("reconnect.backoff.max.ms", 5_000);
        // The application's JMX is its own.
        settings.put("metric.reporters", "");
        settings.put("auto.include.jmx.reporter", false);
        settings.put("enable.metrics.push", false);
        settings.putAll(config.kafka());
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
            Notices.say("the connection to Kafka could not be closed: " + secrets.messageOf(e));
        } finally {
            producer = null;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
