package dev.stackhouse.collector.config;

import dev.stackhouse.policy.SampledEvent;
import dev.stackhouse.proto.batch.v1.EventType;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;

/**
 * What the collector is told. Each setting is an agent argument {@code name}, a system property {@code stackhouse.name} or a
 * variable {@code STACKHOUSE_NAME}, in this order of strength; see the module's README.
 */
public final class CollectorConfig {
    /** Any batch fits into it. */
    private static final long LEAST_QUEUE_BYTES = 1 << 20;

    private final String service;
    private final SortedMap<String, String> labels;
    private final String brokers;
    private final String topic;
    private final Map<String, String> kafka;
    private final Rates rates;
    private final long queueBytes;
    private final Path spoolDirectory;
    private final long spoolBytes;
    private final Duration interval;
    private final ControlConfig control;

    /**
     * One whose rates nothing changes.
     *
     * @param service name of the service
     * @param labels of this instance
     * @param brokers Kafka bootstrap servers, comma-separated
     * @param topic where batches go
     * @param kafka more settings of Kafka's producer; never to be printed, there may be passwords among them
     * @param rates which events are sampled and how often
     * @param queueBytes bound on batches that wait for Kafka
     * @param spoolDirectory where batches are on disk until Kafka has them
     * @param spoolBytes bound on them; 0 keeps none
     * @param interval length of a batch
     */
    public CollectorConfig(
            String service,
            SortedMap<String, String> labels,
            String brokers,
            String topic,
            Map<String, String> kafka,
            Rates rates,
            long queueBytes,
            Path spoolDirectory,
            long spoolBytes,
            Duration interval) {
        this(
                service,
                labels,
                brokers,
                topic,
                kafka,
                rates,
                queueBytes,
                spoolDirectory,
                spoolBytes,
                interval,
                ControlConfig.NONE);
    }

    private CollectorConfig(
            String service,
            SortedMap<String, String> labels,
            String brokers,
            String topic,
            Map<String, String> kafka,
            Rates rates,
            long queueBytes,
            Path spoolDirectory,
            long spoolBytes,
            Duration interval,
            ControlConfig control) {
        this.service = service;
        this.labels = labels;
        this.brokers = brokers;
        this.topic = topic;
        this.kafka = kafka;
        this.rates = rates;
        this.queueBytes = queueBytes;
        this.spoolDirectory = spoolDirectory;
        this.spoolBytes = spoolBytes;
        this.interval = interval;
        this.control = control;
    }

    /**
     * Reads the settings.
     *
     * @throws ConfigException that names every fault
     */
    public static CollectorConfig from(ConfigSources sources) {
        Settings settings = new Settings(sources);
        CollectorConfig config = new CollectorConfig(
                ServiceName.of(settings, sources),
                Labels.of(settings, sources),
                // Commas separate agent arguments, so several brokers are separated by semicolons there.
                settings.text("brokers", "127.0.0.1:9092").replace(';', ','),
                settings.text("topic", "stackhouse.batches"),
                KafkaSettings.of(settings),
                rates(settings),
                settings.bytes("queue.bytes", 8 << 20, LEAST_QUEUE_BYTES, false),
                Paths.get(settings.text("spool.dir", defaultSpoolDirectory())),
                settings.bytes("spool.bytes", 64 << 20, LEAST_QUEUE_BYTES, true),
                Duration.ofSeconds(10),
                ControlConfig.from(settings));
        settings.throwFaults();
        return config;
    }

    private static String defaultSpoolDirectory() {
        return System.getProperty("java.io.tmpdir") + "/stackhouse-" + System.getProperty("user.name");
    }

    private static Rates rates(Settings settings) {
        long alloc = settings.rate("alloc.bytes", SampledEvent.ALLOC, Rates.DEFAULT_ALLOC_BYTES);
        boolean live = settings.rate("live", SampledEvent.LIVE, SampledEvent.OFF) != SampledEvent.OFF;
        if (live && alloc == SampledEvent.OFF) {
            settings.fault("live objects are some of those of alloc.bytes, which is off");
        }
        return Rates.NONE
                .with(EventType.EVENT_TYPE_CPU, settings.rate("cpu.interval", SampledEvent.CPU, 10_000_000))
                .with(EventType.EVENT_TYPE_WALL, settings.rate("wall.interval", SampledEvent.WALL, SampledEvent.OFF))
                .with(EventType.EVENT_TYPE_ALLOC, alloc)
                .with(EventType.EVENT_TYPE_LIVE, live ? alloc : SampledEvent.OFF)
                .with(EventType.EVENT_TYPE_LOCK, settings.rate("lock.threshold", SampledEvent.LOCK, 1_000_000))
                .with(
                        EventType.EVENT_TYPE_NATIVE_MEMORY,
                        settings.rate("nativemem.bytes", SampledEvent.NATIVE_MEMORY, SampledEvent.OFF));
    }

    public String service() {
        return service;
    }

    public SortedMap<String, String> labels() {
        return labels;
    }

    public String brokers() {
        return brokers;
    }

    public String topic() {
        return topic;
    }

    public Map<String, String> kafka() {
        return kafka;
    }

    public Rates rates() {
        return rates;
    }

    public long queueBytes() {
        return queueBytes;
    }

    public Path spoolDirectory() {
        return spoolDirectory;
    }

    public long spoolBytes() {
        return spoolBytes;
    }

    public Duration interval() {
        return interval;
    }

    /** What may change the rates. */
    public ControlConfig control() {
        return control;
    }
}
