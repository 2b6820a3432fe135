package dev.stackhouse.streamer;

import dev.stackhouse.streamer.deadletter.DeadLetter;
import dev.stackhouse.streamer.deadletter.DeadLetterRecord;
import dev.stackhouse.streamer.sink.ClickHouseSink;
import dev.stackhouse.streamer.source.RawBatch;
import dev.stackhouse.streamer.source.RawBatchDeserializer;
import java.time.Duration;
import java.util.Properties;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The job on whatever cluster runs it: batches from Kafka to windows in ClickHouse. Settings: {@link StreamerConfig}. */
public final class StreamerJob {
    private StreamerJob() {}

    public static void main(String[] args) throws Exception {
        StreamerConfig config = StreamerConfig.of(new Settings(System.getenv(), args), Duration.ofSeconds(10));
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(flinkSettings(config));
        addTo(environment, config);
        environment.execute();
    }

    /** What the job needs of Flink anywhere: exactly-once checkpoints, own serializers only, never giving up. */
    public static Configuration flinkSettings(StreamerConfig config) {
        Configuration flink = new Configuration();
        flink.set(PipelineOptions.NAME, "stackhouse-streamer");
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        flink.set(PipelineOptions.OBJECT_REUSE, true);
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, config.checkpointInterval());
        flink.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
        flink.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        flink.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, 2);
        // Rows that no checkpoint has stored pile up in memory: where checkpoints keep failing, say on a full disk, the
        // job goes back to
        // the last one and waits. While ClickHouse is away nothing piles up, as the job waits for it, and a restart
        // changes nothing.
        flink.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 3);
        flink.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, Duration.ofSeconds(30));
        return flink;
    }

    /** Adds the job's graph to an environment. */
    public static void addTo(StreamExecutionEnvironment environment, StreamerConfig config) {
        new BatchPipeline(source(config), store(config), deadLetters(config))
                .addTo(environment, config.retention(), config.patience(), config.memory(), config.recentStacks());
    }

    @SuppressWarnings("deprecation") // Kafka has replaced the enum, its Flink connector has not.
    private static KafkaSource<RawBatch> source(StreamerConfig config) {
        return KafkaSource.<RawBatch>builder()
                .setProperties(sourceProperties(config))
                .setBootstrapServers(config.bootstrapServers())
                .setTopics(config.topic())
                .setGroupId(config.group())
                .setClientIdPrefix(config.group())
                .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
                .setDeserializer(new RawBatchDeserializer())
                .setProperty("partition.discovery.interval.ms", "60000")
                .build();
    }

    private static ClickHouseSink store(StreamerConfig config) {
        return new ClickHouseSink(config.store(), config.blockBytes(), config.commitPatience());
    }

    private static KafkaSink<DeadLetter> deadLetters(StreamerConfig config) {
        Properties properties = kafkaProperties(config);
        properties.setProperty(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        // Measured before compression; the broker measures after it.
        properties.setProperty(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(64 << 20));
        return KafkaSink.<DeadLetter>builder()
                .setKafkaProducerConfig(properties)
                .setBootstrapServers(config.bootstrapServers())
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .setRecordSerializer(new DeadLetterRecord(config.deadLetterTopic()))
                .build();
    }

    private static Properties sourceProperties(StreamerConfig config) {
        Properties properties = new Properties();
        // Batches are large: Kafka's 500 at a time, with as many again waiting, outlive the young generation of a small
        // heap.
        properties.setProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "10");
        properties.putAll(config.kafkaProperties());
        return properties;
    }

    private static Properties kafkaProperties(StreamerConfig config) {
        Properties properties = new Properties();
        properties.putAll(config.kafkaProperties());
        return properties;
    }
}
