package dev.stackhouse.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.broker.TestingKafka;
import dev.stackhouse.policy.PolicyKey;
import dev.stackhouse.policy.SampledEvent;
import dev.stackhouse.proto.batch.v1.EventRate;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.batch.v1.StackBatch;
import dev.stackhouse.proto.policy.v1.EventSetting;
import dev.stackhouse.proto.policy.v1.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Programs under the agent whose rates change while they run. */
class ControlledAgentTest {
    private static TestingKafka kafka;

    @BeforeAll
    static void start() {
        kafka = TestingKafka.start();
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void aPolicyHoldsUntilItEndsOrIsCleared() throws Exception {
        String arguments =
                "service=checkout,labels.version=41,alloc.bytes=off,cpu.budget=off,brokers=" + kafka.bootstrapServers();
        Process program = ProfiledProgram.start(300, arguments);
        try {
            awaitBatch(program, "checkout", batch -> true);
            send("policy/p-0", "no policy".getBytes(UTF_8));
            set("p-1", 3_600_000, SampledEvent.CPU, "20ms");
            awaitBatch(program, "checkout", batch -> batch.getPolicy().equals("p-1"));
            set("p-2", 45_000, SampledEvent.ALLOC, "256k");
            awaitBatch(program, "checkout", batch -> batch.getPolicy().equals("p-2"));
            send(PolicyKey.ofPolicy("p-1"), null);
            long last = batches("checkout").size();
            awaitBatch(
                    program,
                    "checkout",
                    batch -> batch.getSequence() > last && batch.getPolicy().isEmpty());
        } finally {
            // Other than the process, its handle leaves the output open.
            program.toHandle().destroy();
        }
        String output = new String(program.getInputStream().readAllBytes(), UTF_8);
        program.waitFor();

        List<StackBatch> batches = batches("checkout");
        List<String> policies =
                batches.stream().map(StackBatch::getPolicy).distinct().toList();
        assertThat(policies).containsExactly("", "p-1", "p-2");
        for (StackBatch batch : batches) {
            boolean ended = batch.getLast() && batch.getRatesCount() == 0;
            if (!ended) {
                assertThat(rates(batch)).isEqualTo(expected(batch.getPolicy()));
            }
            long interval = batch.getPolicy().equals("p-1") ? 20_000_000 : 10_000_000;
            assertThat(batch.getSamplesList()).allSatisfy(sample -> {
                assertThat(rates(batch)).containsKey(sample.getEvent());
                if (sample.getEvent() == EventType.EVENT_TYPE_CPU) {
                    assertThat(sample.getValue()).isEqualTo(sample.getCount() * interval);
                }
            });
        }
        assertThat(batches.stream().filter(batch -> batch.getPolicy().equals("p-2")))
                .anySatisfy(batch -> assertThat(batch.getSamplesList())
                        .anySatisfy(sample -> assertThat(sample.getEvent()).isEqualTo(EventType.EVENT_TYPE_ALLOC)));
        for (int i = 0; i < batches.size(); i++) {
            assertThat(batches.get(i).getSequence()).isEqualTo(i + 1);
        }
        assertThat(output.lines().filter(line -> line.contains("a policy is malformed and ignored: p-0")))
                .as(output)
                .hasSize(1);
    }

    @Test
    void samplingThatCostsMoreThanTheBudgetIsSlowedAndSaysSo() throws Exception {
        Process program = ProfiledProgram.start(
                300,
                "service=greedy,cpu.interval=1ms,alloc.bytes=1k,lock.threshold=off,cpu.budget=0.01%,policy.topic=off,brokers="
                        + kafka.bootstrapServers());
        try {
            awaitBatch(program, "greedy", batch -> slowed(batch) > 2);
        } finally {
            // Other than the process, its handle leaves the output open.
            program.toHandle().destroy();
        }
        String output = new String(program.getInputStream().readAllBytes(), UTF_8);
        program.waitFor();

        List<StackBatch> batches = batches("greedy");
        assertThat(batches.get(0).getRatesList())
                .allSatisfy(rate -> assertThat(rate.getSlowed()).isZero());
        for (StackBatch batch : batches) {
            for (EventRate rate : batch.getRatesList()) {
                long asked = rate.getEvent() == EventType.EVENT_TYPE_CPU ? 1_000_000 : 1_024;
                assertThat(rate.getInterval()).isEqualTo(asked * Math.max(1, rate.getSlowed()));
                assertThat(rate.getSlowed()).isIn(0, 2, 4, 8, 16, 32, 64);
            }
        }
        assertThat(output.lines().filter(line -> line.contains("the collector used more than its CPU budget of 0.01")))
                .as(output)
                .hasSize(1);
    }

    private static int slowed(StackBatch batch) {
        return batch.getRatesList().stream().mapToInt(EventRate::getSlowed).sum();
    }

    private static Map<EventType, Long> expected(String policy) {
        long lock = 1_000_000;
        return switch (policy) {
            case "p-1" -> Map.of(EventType.EVENT_TYPE_CPU, 20_000_000L, EventType.EVENT_TYPE_LOCK, lock);
            case "p-2" ->
                Map.of(
                        EventType.EVENT_TYPE_CPU,
                        10_000_000L,
                        EventType.EVENT_TYPE_ALLOC,
                        256L << 10,
                        EventType.EVENT_TYPE_LOCK,
                        lock);
            default -> Map.of(EventType.EVENT_TYPE_CPU, 10_000_000L, EventType.EVENT_TYPE_LOCK, lock);
        };
    }

    private static Map<EventType, Long> rates(StackBatch batch) {
        return batch.getRatesList().stream().collect(Collectors.toMap(EventRate::getEvent, EventRate::getInterval));
    }

    private static void awaitBatch(Process program, String service, Predicate<StackBatch> condition) throws Exception {
        while (batches(service).stream().noneMatch(condition)) {
            assertThat(program.isAlive()).as("alive").isTrue();
            Thread.sleep(1_000);
        }
    }

    private static List<StackBatch> batches(String service) throws Exception {
        List<StackBatch> batches = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : PublishedRecords.of(kafka.bootstrapServers())) {
            StackBatch batch = StackBatch.parseFrom(record.value());
            if (batch.getService().equals(service)) {
                batches.add(batch);
            }
        }
        return batches;
    }

    private static void set(String id, long lastsMillis, SampledEvent event, String rate) throws Exception {
        long nowMillis = System.currentTimeMillis();
        Policy policy = Policy.newBuilder()
                .setId(id)
                .setService("checkout")
                .addEvents(EventSetting.newBuilder().setEvent(event.type()).setInterval(event.parse(rate)))
                .setCreatedUnixMillis(nowMillis)
                .setExpiresUnixMillis(nowMillis + lastsMillis)
                .build();
        send(PolicyKey.ofPolicy(id), policy.toByteArray());
    }

    private static void send(String key, byte[] value) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(PolicyKey.DEFAULT_TOPIC, 0, key.getBytes(UTF_8), value))
                    .get();
        }
    }
}
