package dev.stackhouse.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stackhouse.process.ChildProcessException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
    @TempDir
    Path directory;

    @Test
    void keepsRecordsThroughAKill() throws Exception {
        try (TestingKafka kafka = TestingKafka.start()) {
            kafka.createTopic("words", 1);
            try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all"),
                    new ByteArraySerializer(),
                    new ByteArraySerializer())) {
                producer.send(new ProducerRecord<>("words", "hello".getBytes(StandardCharsets.UTF_8)))
                        .get();
            }
            kafka.kill();
            kafka.restart();

            assertThat(readOne(kafka.bootstrapServers())).containsExactly("hello");
        }
    }

    @Test
    void endsWhenItsParentClosesThePipe() throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(directory, 0, Duration.ofMinutes(2));
        ProcessHandle handle = ProcessHandle.of(broker.pid()).orElseThrow();
        broker.close();

        assertThat(handle.isAlive()).isFalse();
    }

    @Test
    void saysWhichPortIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedBroker.start(directory, taken.getLocalPort(), Duration.ofMinutes(2)))
                    .isInstanceOf(ChildProcessException.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " is in use");
        }
    }

    @Test
    void saysWhichDirectoryIsInUse() throws Exception {
        try (EmbeddedBroker first = EmbeddedBroker.start(directory, 0, Duration.ofMinutes(2))) {
            assertThat(first.isAlive()).isTrue();
            assertThatThrownBy(() -> EmbeddedBroker.start(directory, 0, Duration.ofMinutes(2)))
                    .isInstanceOf(ChildProcessException.class)
                    .hasMessageContaining("Kafka: cannot start: ")
                    .hasMessageContaining(directory.toString());
        }
    }

    private static List<String> readOne(String bootstrapServers) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition("words", 0)));
            consumer.seekToBeginning(consumer.assignment());
            List<String> values = new ArrayList<>();
            for (int i = 0; i < 120 && values.isEmpty(); i++) {
                consumer.poll(Duration.ofMillis(500))
                        .forEach(r -> values.add(new String(r.value(), StandardCharsets.UTF_8)));
            }
            return values;
        }
    }
}
