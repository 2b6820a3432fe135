package dev.stackhouse.streamer;

import dev.stackhouse.storage.StoreAddress;
import java.time.Duration;
import java.util.Map;

/**
 * What the job is told. Every value is a variable {@code STACKHOUSE_...} or an argument, see {@link Settings}.
 *
 * @param bootstrapServers {@code BOOTSTRAP_SERVERS}: Kafka's addresses
 * @param topic {@code TOPIC}: where batches come from
 * @param deadLetterTopic {@code DEAD_LETTER_TOPIC}: where unusable ones go
 * @param group {@code GROUP}: consumer group
 * @param kafkaProperties {@code KAFKA_...}: further properties of the Kafka clients
 * @param store {@code CLICKHOUSE_URL}, {@code _DATABASE}, {@code _USER} and {@code _PASSWORD}
 * @param checkpointInterval {@code CHECKPOINT_INTERVAL}: also how often rows appear in ClickHouse
 * @param retention {@code RETENTION}: age from which batches are rejected, as the store would not keep them
 * @param patience {@code PATIENCE}: silence of an instance after which its last windows are stored
 * @param commitPatience {@code COMMIT_PATIENCE}: how long ClickHouse is tried before Flink is asked to try again
 * @param recentStacks {@code RECENT_STACKS}: dictionary rows that each subtask remembers to have stored today
 * @param blockBytes {@code BLOCK_BYTES}: size from which a block of rows is closed, before compression
 */
public record StreamerConfig(
        String bootstrapServers,
        String topic,
        String deadLetterTopic,
        String group,
        Map<String, String> kafkaProperties,
        StoreAddress store,
        Duration checkpointInterval,
        Duration retention,
        Duration patience,
        Duration commitPatience,
        int recentStacks,
        int blockBytes) {
    /**
     * Reads the settings.
     *
     * @throws ConfigException if there was any fault
     */
    public static StreamerConfig of(Settings settings, Duration defaultCheckpointInterval) {
        StreamerConfig config = new StreamerConfig(
                settings.required("STACKHOUSE_BOOTSTRAP_SERVERS"),
                settings.text("STACKHOUSE_TOPIC", "stackhouse.batches"),
                settings.text("STACKHOUSE_DEAD_LETTER_TOPIC", "stackhouse.dead-letters"),
                settings.text("STACKHOUSE_GROUP", "stackhouse-streamer"),
                settings.kafkaProperties(),
                new StoreAddress(
                        settings.httpAddress("STACKHOUSE_CLICKHOUSE_URL"),
                        settings.text("STACKHOUSE_CLICKHOUSE_DATABASE", "stackhouse"),
                        settings.text("STACKHOUSE_CLICKHOUSE_USER", "stackhouse"),
                        settings.text("STACKHOUSE_CLICKHOUSE_PASSWORD", "")),
                settings.duration("STACKHOUSE_CHECKPOINT_INTERVAL", defaultCheckpointInterval),
                settings.duration("STACKHOUSE_RETENTION", Duration.ofDays(30)),
                settings.duration("STACKHOUSE_PATIENCE", Duration.ofSeconds(15)),
                settings.duration("STACKHOUSE_COMMIT_PATIENCE", Duration.ofSeconds(30)),
                settings.number("STACKHOUSE_RECENT_STACKS", 100_000, 1_000, 10_000_000),
                settings.number("STACKHOUSE_BLOCK_BYTES", 16 << 20, 1 << 16, 64 << 20));
        settings.throwFaults();
        return config;
    }

    /** Silence after which an instance is forgotten: whatever it sends again is older than the retention by then. */
    public Duration memory() {
        return retention.plus(Duration.ofHours(2));
    }
}
