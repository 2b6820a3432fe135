package dev.stackhouse.node;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** JVMs whose rates change while they are profiled from outside. */
class ControlledNodeTest {
    private static final double LONG_SECONDS = 600;
    private static final long OWN_NANOS = 10_000_000;
    private static final long HOUR_MILLIS = 3_600_000;

    private final List<AutoCloseable> started = new ArrayList<>();
    private Path directory;
    private Path program;
    private TestingKafka kafka;

    @BeforeEach
    void start() throws Exception {
        directory = Files.createTempDirectory(Path.of("/var/tmp"), "stackhouse-node-test");
        program = TestedJvm.programIn(directory);
        Files.writeString(
                directory.resolve("rules.yaml"), "rules:\n  - command: 'cp " + program + " '\ndefault: ignore\n");
        kafka = TestingKafka.start();
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : started) {
            each.close();
        }
        kafka.close();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }

    private RunningNode node() throws Exception {
        RunningNode node = RunningNode.start(
                List.of(),
                System.getProperty("java.class.path"),
                directory,
                kafka.bootstrapServers(),
                "--config",
                directory.resolve("rules.yaml").toString());
        started.add(node);
        return node;
    }

    private TestedJvm jvm(String service, String... variables) throws Exception {
        List<String> before = new ArrayList<>(List.of("env", "STACKHOUSE_ALLOC_BYTES=off"));
        before.addAll(List.of(variables));
        TestedJvm jvm = TestedJvm.start(program, before, service, List.of(TestedJvm.java()), LONG_SECONDS);
        started.add(jvm);
        return jvm;
    }

    @Test
    void aPolicyHoldsUntilItEndsOrIsTakenBackAlsoWhileTheDaemonIsKilled() throws Exception {
        TestedJvm shop = jvm("shop", "STACKHOUSE_CPU_BUDGET=off");
        jvm("other", "STACKHOUSE_CPU_BUDGET=off", "STACKHOUSE_POLICY_TOPIC=off");
        RunningNode first = node();
        awaitBatch(first, "shop", batch -> true);
        set("p-0", "other", HOUR_MILLIS, "20ms");
        set("p-1", "shop", HOUR_MILLIS, "20ms");
        awaitBatch(first, "shop", batch -> batch.getPolicy().equals("p-1"));
        assertThat(first.metric("policy_jvms")).isEqualTo(1);
        first.kill();

        RunningNode second = node();
        long before = batches("shop").size();
        // It reads the topic after its first intervals only.
        awaitBatch(second, "shop", batch -> batch.getSequence() > before + 1);
        set("p-2", "shop", 40_000, "5ms");
        send("p-1", null);
        awaitBatch(second, "shop", batch -> batch.getPolicy().equals("p-2"));
        long last = batches("shop").size();
        awaitBatch(
                second,
                "shop",
                batch -> batch.getSequence() > last && batch.getPolicy().isEmpty());
        shop.terminate();
        second.awaitMetric("jvm_ends_total{how=\"in_order\"}", 1);
        second.await(() -> second.metric("waiting_batches") == 0, "nothing waits");
        second.stop();

        List<StackBatch> batches = balanced("shop");
        assertThat(runs(batches)).as(second.output()).containsExactly("", "p-1", "p-2", "");
        assertThat(batches.get(batches.size() - 1).getLast()).isTrue();
        for (StackBatch batch : batches) {
            long interval =
                    switch (batch.getPolicy()) {
                        case "p-1" -> 20_000_000;
                        case "p-2" -> 5_000_000;
                        default -> OWN_NANOS;
                    };
            boolean onlyEnds = batch.getLast() && batch.getRatesCount() == 0;
            assertThat(cpuNanos(batch)).as(batch.getPolicy()).isEqualTo(onlyEnds ? -1 : interval);
            assertThat(batch.getSamplesList()).allSatisfy(sample -> {
                if (sample.getEvent() == EventType.EVENT_TYPE_CPU) {
                    assertThat(sample.getValue()).isEqualTo(sample.getCount() * interval);
                }
            });
        }
        assertThat(runs(balanced("other"))).containsExactly("");
    }

    @Test
    void whatCostsMoreThanTheBudgetIsSlowedAndStaysSoWhenTheDaemonIsKilled() throws Exception {
        // Of ten seconds 50 ms are free for any JVM: so many samples are not.
        jvm("greedy", "STACKHOUSE_CPU_BUDGET=0.01%", "STACKHOUSE_CPU_INTERVAL=1ms", "STACKHOUSE_WALL_INTERVAL=1ms");
        jvm("modest", "STACKHOUSE_CPU_BUDGET=50%");
        RunningNode first = node();
        awaitBatch(first, "greedy", batch -> slowed(batch) > 0);
        assertThat(first.metric("slowed_jvms")).isEqualTo(1);
        first.awaitOutput("profiling greedy (process ");
        first.awaitOutput("used more than its CPU budget of 0.01");
        first.kill();
        long before = batches("greedy").size();
        RunningNode second = node();
        awaitBatch(second, "greedy", batch -> batch.getSequence() > before + 1);
        second.stop();

        List<StackBatch> batches = balanced("greedy");
        assertThat(slowed(batches.get(0))).isZero();
        boolean slowed = false;
        for (StackBatch batch : batches) {
            slowed |= slowed(batch) > 0;
            assertThat(slowed(batch) > 0).isEqualTo(slowed);
            for (EventRate rate : batch.getRatesList()) {
                assertThat(rate.getSlowed()).isIn(0, 2, 4, 8, 16, 32, 64);
                assertThat(rate.getInterval()).isEqualTo(1_000_000 * Math.max(1L, rate.getSlowed()));
            }
        }
        assertThat(balanced("modest"))
                .allSatisfy(batch -> assertThat(slowed(batch)).isZero());
    }

    /** The batches of a service: one instance, no number missing, no interval either, and every sample accounted for. */
    private List<StackBatch> balanced(String service) throws Exception {
        Published published = Published.of(kafka.bootstrapServers());
        List<StackBatch> batches = published.batches(service);
        assertThat(published.instances(service)).hasSize(1);
        assertThat(published.numbers(service))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, batches.size()).boxed().toList());
        assertThat(batches).allMatch(Published::balances);
        for (int i = 1; i < batches.size(); i++) {
            long gapMillis =
                    batches.get(i).getStartUnixMillis() - batches.get(i - 1).getEndUnixMillis();
            assertThat(gapMillis).as("before batch " + (i + 1)).isLessThan(10_000);
        }
        return batches;
    }

    /** Policies in the order in which they held. */
    private static List<String> runs(List<StackBatch> batches) {
        List<String> runs = new ArrayList<>();
        for (StackBatch batch : batches) {
            if (runs.isEmpty() || !runs.get(runs.size() - 1).equals(batch.getPolicy())) {
                runs.add(batch.getPolicy());
            }
        }
        return runs;
    }

    private static long cpuNanos(StackBatch batch) {
        return batch.getRatesList().stream()
                .collect(Collectors.toMap(EventRate::getEvent, EventRate::getInterval))
                .getOrDefault(EventType.EVENT_TYPE_CPU, -1L);
    }

    private static int slowed(StackBatch batch) {
        return batch.getRatesList().stream().mapToInt(EventRate::getSlowed).sum();
    }

    private void awaitBatch(RunningNode node, String service, Predicate<StackBatch> condition) throws Exception {
        node.await(() -> batches(service).stream().anyMatch(condition), "a batch of " + service);
    }

    private List<StackBatch> batches(String service) throws Exception {
        return Published.of(kafka.bootstrapServers()).batches(service);
    }

    private void set(String id, String service, long lastsMillis, String interval) throws Exception {
        long nowMillis = System.currentTimeMillis();
        send(
                id,
                Policy.newBuilder()
                        .setId(id)
                        .setService(service)
                        .addEvents(EventSetting.newBuilder()
                                .setEvent(EventType.EVENT_TYPE_CPU)
                                .setInterval(SampledEvent.CPU.parse(interval)))
                        .setCreatedUnixMillis(nowMillis)
                        .setExpiresUnixMillis(nowMillis + lastsMillis)
                        .build()
                        .toByteArray());
    }

    private void send(String id, byte @Nullable [] value) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            PolicyKey.DEFAULT_TOPIC, 0, PolicyKey.ofPolicy(id).getBytes(UTF_8), value))
                    .get();
        }
    }
}
