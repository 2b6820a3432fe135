package dev.stackhouse.collector.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stackhouse.broker.TestingKafka;
import dev.stackhouse.collector.batch.InstanceIdentity;
import dev.stackhouse.policy.PolicyKey;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.policy.v1.EventSetting;
import dev.stackhouse.proto.policy.v1.Policy;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Policies in a real broker. */
class PolicyReaderTest {
    private static TestingKafka kafka;
    private static KafkaProducer<byte[], byte[]> producer;
    private static final InstanceIdentity CHECKOUT = new InstanceIdentity("checkout", "i-1", new TreeMap<>());

    private final PolicyBoard board = new PolicyBoard(CHECKOUT);

    @BeforeAll
    static void start() {
        kafka = TestingKafka.start();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterAll
    static void stop() {
        producer.close();
        kafka.close();
    }

    @Test
    void aTopicThatIsNotThereIsNotMade() throws Exception {
        try (PolicyReader reader = reader("nowhere")) {
            assertThat(reader.read()).isFalse();
            assertThat(reader.read()).isFalse();
            assertThat(inForce()).isEqualTo("none");
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
                assertThat(admin.listTopics().names().get()).doesNotContain("nowhere");
            }

            kafka.createTopic("nowhere", 1);
            put("nowhere", "p-1");
            while (!reader.read()) {
                Thread.sleep(100);
            }
            assertThat(inForce()).isEqualTo("p-1");
        }
    }

    @Test
    void everythingIsReadAtTheStartAndThenWhatIsNew() throws Exception {
        kafka.createTopic("growing", 1);
        for (int i = 0; i < 2_000; i++) {
            put("growing", "p-" + i % 10);
        }
        try (PolicyReader reader = reader("growing")) {
            assertThat(reader.read()).isTrue();
            assertThat(inForce()).isEqualTo("p-9");
            assertThat(reader.read()).isTrue();
            put("growing", "p-3");
            assertThat(reader.read()).isTrue();
            assertThat(inForce()).isEqualTo("p-3");
            send("growing", PolicyKey.ofPolicy("p-3"), null);
            assertThat(reader.read()).isTrue();
            assertThat(inForce()).isEqualTo("p-9");
        }
    }

    @Test
    void recordsOfOtherKindsAreNoConcern() throws Exception {
        kafka.createTopic("mixed", 1);
        put("mixed", "p-1");
        send("mixed", "change/1", new byte[] {1, 2, 3});
        send("mixed", "policy/p-2", "no policy".getBytes(UTF_8));
        producer.send(new ProducerRecord<>("mixed", null, new byte[] {1})).get();
        try (PolicyReader reader = reader("mixed")) {
            assertThat(reader.read()).isTrue();
        }
        assertThat(inForce()).isEqualTo("p-1");
    }

    @Test
    void whatItKnowsOutlivesAnOutageAndATopicThatIsMadeAnew() throws Exception {
        kafka.createTopic("mortal", 1);
        put("mortal", "p-1");
        put("mortal", "p-2");
        try (PolicyReader reader = reader("mortal")) {
            assertThat(reader.read()).isTrue();
            kafka.kill();
            assertThatThrownBy(reader::read).isInstanceOf(KafkaException.class);
            assertThat(inForce()).isEqualTo("p-2");

            kafka.restart();
            readAgain(reader);
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
                admin.deleteTopics(List.of("mortal")).all().get();
            }
            kafka.createTopic("mortal", 1);
            put("mortal", "p-3");
            while (!inForce().equals("p-3")) {
                readAgain(reader);
            }
            send("mortal", PolicyKey.ofPolicy("p-3"), null);
            readAgain(reader);
            assertThat(inForce()).isEqualTo("none");
        }
    }

    private static void readAgain(PolicyReader reader) {
        while (true) {
            try {
                reader.read();
                return;
            } catch (KafkaException e) {
                // It is not there yet.
            }
        }
    }

    private PolicyReader reader(String topic) {
        return new PolicyReader(kafka.bootstrapServers(), Map.of(), topic, "test-" + topic, board);
    }

    private String inForce() {
        Policy policy = board.inForce(CHECKOUT, System.currentTimeMillis(), System.nanoTime());
        return policy == null ? "none" : policy.getId();
    }

    private static void put(String topic, String id) throws Exception {
        long nowMillis = System.currentTimeMillis();
        send(
                topic,
                PolicyKey.ofPolicy(id),
                Policy.newBuilder()
                        .setId(id)
                        .setService("checkout")
                        .addEvents(EventSetting.newBuilder()
                                .setEvent(EventType.EVENT_TYPE_CPU)
                                .setInterval(20_000_000))
                        .setCreatedUnixMillis(nowMillis)
                        .setExpiresUnixMillis(nowMillis + 3_600_000)
                        .build()
                        .toByteArray());
    }

    private static void send(String topic, String key, byte[] value) throws Exception {
        producer.send(new ProducerRecord<>(topic, 0, key.getBytes(UTF_8), value))
                .get();
    }
}
