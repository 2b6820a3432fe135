package dev.stackhouse.collector.config;

import dev.stackhouse.proto.batch.v1.EventType;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.SortedMap;

/**
 * What the collector is told. Each setting is an agent argument {@code name}, a system property {@code stackhouse.name} or a
 * variable {@code STACKHOUSE_NAME}, in this order of strength; see the module's README.
 */
public final class CollectorConfig {
    /** Any batch fits into it. */
    private static final long LEAST_QUEUE_BYTES = 1 << 20;

    private static final Duration OFF = Duration.ofMillis(-1);

    private final String service;
    private final SortedMap<String, String> labels;
    private final String brokers;
    private final String topic;
    private final Rates rates;
    private final long queueBytes;
    private final Path spoolDirectory;
    private final long spoolBytes;
    private final Duration interval;

    /**
     * @param service name of the service
     * @param labels of this instance
     * @param brokers Kafka bootstrap servers, comma-separated
     * @param topic where batches go
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
            Rates rates,
            long queueBytes,
            Path spoolDirectory,
            long spoolBytes,
            Duration interval) {
        this.service = service;
        this.labels = labels;
        this.brokers = brokers;
        this.topic = topic;
        this.rates = rates;
        this.queueBytes = queueBytes;
        this.spoolDirectory = spoolDirectory;
        this.spoolBytes = spoolBytes;
        this.interval = interval;
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
                rates(settings),
                settings.bytes("queue.bytes", 8 << 20, LEAST_QUEUE_BYTES, false),
                Paths.get(settings.text("spool.dir", defaultSpoolDirectory())),
                settings.bytes("spool.bytes", 64 << 20, LEAST_QUEUE_BYTES, true),
                Duration.ofSeconds(10));
        settings.throwFaults();
        return config;
    }

    private static String defaultSpoolDirectory() {
        return System.getProperty("java.io.tmpdir") + "/stackhouse-" + System.getProperty("user.name");
    }

    private static Rates rates(Settings settings) {
        Duration cpu =
                settings.duration("cpu.interval", Duration.ofMillis(10), Duration.ofMillis(1), Duration.ofSeconds(1));
        Duration wall = settings.duration("wall.interval", OFF, Duration.ofMillis(1), Duration.ofMinutes(1));
        long allocBytes = settings.bytes("alloc.bytes", 512 << 10, 1 << 10, true);
        boolean live = settings.isOn("live", false);
        if (live && allocBytes == 0) {
            settings.fault("live objects are some of those of alloc.bytes, which is off");
        }
        long nativeBytes = settings.bytes("nativemem.bytes", 0, 1 << 10, true);
        Duration lock = settings.duration("lock.threshold", Duration.ofMillis(1), Duration.ZERO, Duration.ofMinutes(1));
        return Rates.NONE
                .with(EventType.EVENT_TYPE_CPU, cpu.toNanos())
                .with(EventType.EVENT_TYPE_WALL, wall.toNanos())
                .with(EventType.EVENT_TYPE_ALLOC, allocBytes == 0 ? -1 : allocBytes)
                .with(EventType.EVENT_TYPE_LIVE, live ? allocBytes : -1)
                .with(EventType.EVENT_TYPE_LOCK, lock.toNanos())
                .with(EventType.EVENT_TYPE_NATIVE_MEMORY, nativeBytes == 0 ? -1 : nativeBytes);
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
}
