package dev.stackhouse.streamer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

/** The names that tie operators to their state in checkpoints and savepoints. */
class OperatorNamesTest {
    @Test
    void everyOperatorHasTheNameThatItHadWhenStateWasFirstWritten() {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        StreamerJob.addTo(
                environment,
                StreamerConfig.of(
                        new Settings(Map.of(
                                "STACKHOUSE_BOOTSTRAP_SERVERS", "kafka:9092",
                                "STACKHOUSE_CLICKHOUSE_URL", "http://clickhouse:8123")),
                        Duration.ofSeconds(10)));

        Map<String, String> names = new TreeMap<>();
        for (StreamNode node : environment.getStreamGraph().getStreamNodes()) {
            names.put(node.getOperatorName(), String.valueOf(node.getTransformationUID()));
        }
        assertThat(names)
                .isEqualTo(Map.of(
                        "Source: batches", "batches",
                        "decode", "decode",
                        "window", "window",
                        "store: Writer", "store",
                        // Flink makes these of the names of the writers.
                        "store: Committer", "Sink Committer: store",
                        "dead letters: Writer", "dead-letters",
                        "dead letters: Committer", "Sink Committer: dead-letters"));
    }
}
