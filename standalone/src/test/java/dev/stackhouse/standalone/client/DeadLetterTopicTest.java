package dev.stackhouse.standalone.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters in a real broker. */
class DeadLetterTopicTest {
    private static final String TOPIC = "stackhouse.dead-letters";

    @TempDir
    private Path directory;

    @Test
    void aLetterThatTheJobSentAgainIsOne() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, 0, Duration.ofMinutes(2))) {
            try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", broker.bootstrapServers()),
                    new ByteArraySerializer(),
                    new ByteArraySerializer())) {
                producer.send(letter("one", "0", "7")).get();
                producer.send(letter("two", "0", "8")).get();
                producer.send(letter("one", "0", "7")).get();
                producer.send(letter("one", "1", "7")).get();
                // The topic was made anew, and its offsets with it.
                producer.send(letter("three", "0", "7")).get();
            }
            DeadLetterTopic topic = new DeadLetterTopic(new KafkaAccess(broker.bootstrapServers(), Map.of()), TOPIC);

            assertThat(topic.newest(50, "BAD_SAMPLE"))
                    .extracting(letter -> letter.instance() + " " + letter.partition() + "/" + letter.offset())
                    .containsExactlyInAnyOrder("one 0/7", "two 0/8", "one 1/7", "three 0/7");
            assertThat(topic.newest(50, "")).hasSize(4);
            assertThat(topic.replay(topic.newest(50, ""), "stackhouse.batches")).isEqualTo(4);
        }
    }

    private static ProducerRecord<byte[], byte[]> letter(String content, String partition, String offset) {
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(TOPIC, content.getBytes(UTF_8), content.getBytes(UTF_8));
        letter.headers()
                .add("stackhouse-reason", "BAD_SAMPLE".getBytes(UTF_8))
                .add("stackhouse-source-partition", partition.getBytes(UTF_8))
                .add("stackhouse-source-offset", offset.getBytes(UTF_8));
        return letter;
    }
}
