package dev.stackhouse.streamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamerConfigTest {
    private static final Map<String, String> LEAST =
            Map.of("STACKHOUSE_BOOTSTRAP_SERVERS", "kafka:9092", "STACKHOUSE_CLICKHOUSE_URL", "http://clickhouse:8123");

    @Test
    void hasDefaults() {
        StreamerConfig config = StreamerConfig.of(new Settings(LEAST), Duration.ofSeconds(10));

        assertThat(config.bootstrapServers()).isEqualTo("kafka:9092");
        assertThat(config.topic()).isEqualTo("stackhouse.batches");
        assertThat(config.deadLetterTopic()).isEqualTo("stackhouse.dead-letters");
        assertThat(config.group()).isEqualTo("stackhouse-streamer");
        assertThat(config.kafkaProperties()).isEmpty();
        assertThat(config.store().uri()).hasToString("http://clickhouse:8123");
        assertThat(config.store().database()).isEqualTo("stackhouse");
        assertThat(config.store().user()).isEqualTo("stackhouse");
        assertThat(config.store().password()).isEmpty();
        assertThat(config.checkpointInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.retention()).isEqualTo(Duration.ofDays(30));
        assertThat(config.memory()).isGreaterThan(config.retention());
        assertThat(config.patience()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.commitPatience()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.recentStacks()).isEqualTo(100_000);
        assertThat(config.blockBytes()).isEqualTo(16 << 20);
    }

    @Test
    void takesArgumentsBeforeVariables() {
        Settings settings = new Settings(
                LEAST,
                "--bootstrap-servers",
                "other:9092",
                "--checkpoint-interval",
                "PT3S",
                "--retention",
                "7 d",
                "--kafka-security-protocol",
                "SASL_SSL");
        StreamerConfig config = StreamerConfig.of(settings, Duration.ofSeconds(10));

        assertThat(config.bootstrapServers()).isEqualTo("other:9092");
        assertThat(config.checkpointInterval()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.retention()).isEqualTo(Duration.ofDays(7));
        assertThat(config.kafkaProperties()).isEqualTo(Map.of("security.protocol", "SASL_SSL"));
    }

    @Test
    void reportsEveryFaultAtOnce() {
        Settings settings = new Settings(Map.of(
                "STACKHOUSE_CLICKHOUSE_URL", "clickhouse:8123",
                "STACKHOUSE_PATIENCE", "soon",
                "STACKHOUSE_RECENT_STACKS", "-1"));

        assertThatThrownBy(() -> StreamerConfig.of(settings, Duration.ofSeconds(10)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("STACKHOUSE_BOOTSTRAP_SERVERS is not set.")
                .hasMessageContaining("STACKHOUSE_CLICKHOUSE_URL=clickhouse:8123 is no address")
                .hasMessageContaining("STACKHOUSE_PATIENCE=soon is no duration")
                .hasMessageContaining("STACKHOUSE_RECENT_STACKS=-1 is no number");
    }
}
