package dev.stackhouse.bench.chaos;

import dev.stackhouse.bench.chaos.SimulatedInstance.Made;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.batch.v1.StackBatch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Simulated JVMs that publish as collectors do, repeating a batch until it is acknowledged, and on request as no collector
 * should. What they made is known to the sample. Thread-safe.
 */
final class SimulatedFleet implements AutoCloseable {
    /** Messages that are no batches of anybody's go under this name. */
    static final String POISON = "poison";

    private static final long PAUSE_MILLIS = 80;
    private static final int REMEMBERED = 500;

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Message(String key, byte[] value) {}

    private final String bootstrapServers;
    private final Random random;
    private final List<SimulatedInstance> instances = new ArrayList<>();
    /** Sent lately, to be sent again. */
    private final Deque<Message> remembered = new ArrayDeque<>();
    /** Not acknowledged yet, or in doubt. */
    private final Deque<Message> doubtful = new ArrayDeque<>();

    private final Thread thread = new Thread(this::run, "simulated-fleet");
    private KafkaProducer<byte[], byte[]> producer;
    private long batches;
    private long inFlight;
    private volatile boolean ending;

    SimulatedFleet(String bootstrapServers, int size, Random random) {
        this.bootstrapServers = bootstrapServers;
        this.random = random;
        for (int i = 0; i < size; i++) {
            instances.add(new SimulatedInstance("simulated-" + i, i % 2 == 0, random));
        }
        producer = newProducer();
        thread.setDaemon(true);
    }

    private KafkaProducer<byte[], byte[]> newProducer() {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "compression.type", "zstd",
                        // Gives up while the broker may still have taken it: an acknowledgement that is lost.
                        "delivery.timeout.ms", 3_000,
                        "request.timeout.ms", 2_000,
                        "max.block.ms", 1_000,
                        "linger.ms", 0,
                        "reconnect.backoff.max.ms", 500),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            for (int turn = 0; !ending; turn++) {
                publish(instances.get(turn % instances.size()), Duration.ZERO);
                repeatDoubtful();
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void publish(SimulatedInstance instance, Duration age) {
        send(message(instance, age));
    }

    private Message message(SimulatedInstance instance, Duration age) {
        StackBatch batch = instance.batch(System.currentTimeMillis(), age);
        batches++;
        Message message = new Message(instance.id(), batch.toByteArray());
        remembered.addLast(message);
        if (remembered.size() > REMEMBERED) {
            remembered.removeFirst();
        }
        return message;
    }

    private synchronized void send(Message message) {
        inFlight++;
        try {
            Future<RecordMetadata> unused = producer.send(
                    new ProducerRecord<>(
                            "stackhouse.batches", message.key.getBytes(StandardCharsets.UTF_8), message.value),
                    (metadata, e) -> sent(message, e != null));
        } catch (KafkaException e) {
            sent(message, true);
        }
    }

    private synchronized void sent(Message message, boolean failed) {
        inFlight--;
        if (failed) {
            doubtful.addLast(message);
        }
    }

    private synchronized void repeatDoubtful() {
        for (int i = Math.min(5, doubtful.size()); i > 0; i--) {
            send(doubtful.removeFirst());
        }
    }

    private SimulatedInstance any() {
        return instances.get(random.nextInt(instances.size()));
    }

    synchronized void sendSomeTwice() {
        List<Message> some = new ArrayList<>(remembered);
        Collections.shuffle(some, random);
        some.stream().limit(30).forEach(this::send);
    }

    synchronized void sendSomeInReverse() {
        List<Message> some = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            some.add(message(any(), Duration.ZERO));
        }
        Collections.reverse(some);
        some.forEach(this::send);
    }

    synchronized void sendSomeHoursLate() {
        for (int i = 0; i < 20; i++) {
            send(message(any(), Duration.ofMinutes(1 + random.nextInt(300))));
        }
    }

    synchronized void setOneClockWrong(Duration error) {
        SimulatedInstance one = any();
        one.setClockError(error);
    }

    /** As a collector of a later version may send them. */
    synchronized void sendSomeWithUnknownFields() {
        byte[] unknown = {(byte) 0x9A, 0x06, 3, 'n', 'e', 'w', (byte) 0xA0, 0x06, 1};
        for (int i = 0; i < 10; i++) {
            Message plain = message(any(), Duration.ZERO);
            byte[] newer = Arrays.copyOf(plain.value, plain.value.length + unknown.length);
            System.arraycopy(unknown, 0, newer, plain.value.length, unknown.length);
            send(new Message(plain.key, newer));
        }
    }

    /** What cannot be read, in the middle of what can. */
    synchronized void sendPoison() {
        SimulatedInstance stranger = new SimulatedInstance(POISON + "-" + random.nextInt(), true, random);
        for (int i = 0; i < 20; i++) {
            byte[] noise = new byte[1 + random.nextInt(2_000)];
            random.nextBytes(noise);
            noise[0] = 0;
            send(new Message(POISON, noise));
            send(message(any(), Duration.ZERO));
            StackBatch foreign = stranger.batch(System.currentTimeMillis(), Duration.ZERO).toBuilder()
                    .setService(POISON)
                    .setFormatVersion(7)
                    .build();
            send(new Message(POISON, foreign.toByteArray()));
        }
    }

    /** Batches made so far. */
    synchronized long batches() {
        return batches;
    }

    /** Samples made so far: kept and dropped. */
    synchronized long samplesTaken() {
        return instances.stream()
                .flatMap(instance -> instance.made().values().stream())
                .mapToLong(made -> made.kept + made.dropped)
                .sum();
    }

    int size() {
        return instances.size();
    }

    /** Stops making batches and returns once every one that was made is acknowledged. */
    void finish(Duration patience) throws InterruptedException {
        ending = true;
        thread.join();
        long deadlineNanos = System.nanoTime() + patience.toNanos();
        while (isUnfinished()) {
            if (System.nanoTime() > deadlineNanos) {
                throw new IllegalStateException(doubtful.size() + " batches could not be published");
            }
            repeatDoubtful();
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private synchronized boolean isUnfinished() {
        return inFlight > 0 || !doubtful.isEmpty();
    }

    /** What was made, by "instance/event". */
    synchronized Map<String, Made> made() {
        Map<String, Made> all = new LinkedHashMap<>();
        for (SimulatedInstance instance : instances) {
            for (Map.Entry<EventType, Made> event : instance.made().entrySet()) {
                String name = event.getKey() == EventType.EVENT_TYPE_CPU ? "cpu" : "alloc";
                all.put(instance.id() + "/" + name, event.getValue());
            }
        }
        return all;
    }

    @Override
    public void close() {
        ending = true;
        producer.close(Duration.ZERO);
    }
}
