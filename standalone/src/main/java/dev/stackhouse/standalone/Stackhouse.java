package dev.stackhouse.standalone;

import dev.stackhouse.broker.EmbeddedBroker;
import dev.stackhouse.query.server.QueryServer;
import dev.stackhouse.query.server.QueryServerConfig;
import dev.stackhouse.standalone.supervise.AgeingTimer;
import dev.stackhouse.standalone.supervise.DataDirectory;
import dev.stackhouse.standalone.supervise.ParallelStart;
import dev.stackhouse.standalone.supervise.Ports;
import dev.stackhouse.standalone.supervise.Progress;
import dev.stackhouse.standalone.supervise.RunningChild;
import dev.stackhouse.standalone.supervise.SupervisedChild;
import dev.stackhouse.standalone.supervise.Supervisor;
import dev.stackhouse.storage.StoreAddress;
import dev.stackhouse.storage.engine.EmbeddedClickHouse;
import dev.stackhouse.storage.schema.Migrations;
import dev.stackhouse.storage.schema.SchemaOptions;
import dev.stackhouse.storage.schema.SchemaSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything on this machine: Kafka, ClickHouse and the streaming job in child processes that are started again when they
 * die, and the query server in this one. Thread-safe.
 */
public final class Stackhouse implements AutoCloseable {
    /** Of the child processes. */
    static final List<String> ROLES = List.of("broker", "engine", "streamer");

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration FORMER_PATIENCE = Duration.ofSeconds(20);

    private final StackhouseConfig config;
    private final Progress progress;
    private final DataDirectory data;
    private final Supervisor supervisor = new Supervisor();
    private final ChildMetrics childMetrics = new ChildMetrics(this);
    private volatile @Nullable SupervisedChild broker;
    private volatile @Nullable SupervisedChild engine;
    private volatile @Nullable SupervisedChild streamer;
    private volatile @Nullable QueryServer query;
    private volatile @Nullable AgeingTimer ageing;
    private volatile @Nullable StoreAddress analyst;
    private volatile @Nullable StoreAddress store;
    private volatile String bootstrapServers = "";
    private volatile String streamerMetrics = "";
    private volatile int queryPort;

    private Stackhouse(StackhouseConfig config, Progress progress, DataDirectory data) {
        this.config = config;
        this.progress = progress;
        this.data = data;
    }

    /** Starts everything and returns once it is usable; says nothing. */
    public static Stackhouse start(StackhouseConfig config) {
        return start(config, new Progress(message -> {}), bootstrap -> {});
    }

    /**
     * Starts everything and returns once it is usable. If anything cannot be started, or the calling thread is interrupted, what
     * was started is stopped first.
     *
     * @param onBroker is told the broker's address as soon as it can be published to
     * @throws RuntimeException with one sentence for the user
     */
    public static Stackhouse start(StackhouseConfig config, Progress progress, Consumer<String> onBroker) {
        Stackhouse stackhouse = new Stackhouse(config, progress, DataDirectory.take(config.dataDirectory()));
        try {
            stackhouse.startParts(onBroker);
            return stackhouse;
        } catch (RuntimeException e) {
            stackhouse.close();
            throw e;
        }
    }

    private void startParts(Consumer<String> onBroker) {
        data.awaitFormerChildren(FORMER_PATIENCE);
        Ports.requireFree(config.queryPort(), "--port");
        Ports.requireFree(config.kafkaPort(), "--kafka-port");
        Ports.requireFree(config.metricsPort(), "--metrics-port");
        try (ParallelStart start = new ParallelStart()) {
            CompletableFuture<?> kafka = start.first(() -> startBroker(onBroker));
            CompletableFuture<?> clickHouse = start.first(this::startEngine);
            start.after(clickHouse, this::startQuery);
            start.after(CompletableFuture.allOf(kafka, clickHouse), this::startStreamer);
            start.awaitAll();
        }
        remember();
        childMetrics.tell(Map.of(
                "broker",
                bootstrapServers,
                "engine",
                Objects.requireNonNull(store).uri().getAuthority(),
                "streamer",
                streamerMetrics));
        ageing = AgeingTimer.start(Objects.requireNonNull(store), progress::say);
        supervisor.watch("kafka", Objects.requireNonNull(broker));
        supervisor.watch("clickhouse", Objects.requireNonNull(engine));
        supervisor.watch("streamer", Objects.requireNonNull(streamer));
    }

    private void startBroker(Consumer<String> onBroker) {
        EmbeddedBroker first =
                progress.step("Starting Kafka", () -> EmbeddedBroker.start(data.kafka(), config.kafkaPort(), PATIENCE));
        bootstrapServers = first.bootstrapServers();
        broker = supervised(
                "Kafka", child(first), () -> child(EmbeddedBroker.start(data.kafka(), first.port(), PATIENCE)));
        onBroker.accept(bootstrapServers);
    }

    private void startEngine() {
        EmbeddedClickHouse first =
                progress.step("Starting ClickHouse", () -> EmbeddedClickHouse.start(data.clickHouse(), 0, PATIENCE));
        StoreAddress address = first.address();
        store = address;
        analyst = first.analyst();
        int port = address.uri().getPort();
        engine = supervised(
                "ClickHouse", child(first), () -> child(EmbeddedClickHouse.start(data.clickHouse(), port, PATIENCE)));
        SchemaOptions options =
                new SchemaOptions("", SchemaSettings.parse(System.getenv()).retention());
        progress.step("Creating the tables", () -> Migrations.apply(address, options));
    }

    private void startStreamer() {
        StreamerProcess first = progress.step("Starting the streamer", () -> streamer(config.metricsPort()));
        streamerMetrics = first.metricsAddress();
        streamer = supervised(
                "Streamer", first.child(), () -> streamer(first.metricsPort()).child());
    }

    private StreamerProcess streamer(int metricsPort) {
        return StreamerProcess.start(
                config.root(), data.streamer(), bootstrapServers, Objects.requireNonNull(store), metricsPort, PATIENCE);
    }

    private void startQuery() {
        QueryServer server = new QueryServer(
                QueryServerConfig.of(
                        config.queryPort(), Objects.requireNonNull(store), config.regressions(System.getenv())),
                Clock.systemUTC(),
                childMetrics);
        queryPort = server.start();
        query = server;
    }

    private SupervisedChild supervised(String name, RunningChild first, Supplier<RunningChild> starter) {
        return new SupervisedChild(name, first, starter, this::happened, System.nanoTime());
    }

    private static RunningChild child(EmbeddedBroker broker) {
        return new RunningChild(broker.pid(), broker::isAlive, broker::close);
    }

    private static RunningChild child(EmbeddedClickHouse engine) {
        return new RunningChild(engine.pid(), engine::isAlive, engine::close);
    }

    private void happened(String message) {
        progress.say(message);
        remember();
    }

    private void remember() {
        data.remember(processIds().values());
    }

    /** Where collectors publish: "127.0.0.1:9092". */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Port of the API and the page. */
    public int queryPort() {
        return queryPort;
    }

    /** Address of the page. */
    public String page() {
        return "http://127.0.0.1:" + queryPort() + "/";
    }

    /** Address of the metrics of this process: those of the query server and of the children's supervision. */
    public String metrics() {
        return page() + "metrics";
    }

    /** Address of the streamer's metrics. */
    public String streamerMetrics() {
        return "http://" + streamerMetrics + "/metrics";
    }

    /** Where ClickHouse answers SQL, with the user who may only read. */
    public StoreAddress analyst() {
        return Objects.requireNonNull(analyst);
    }

    /** The child processes by role: broker, engine, streamer. */
    public Map<String, Long> processIds() {
        Map<String, Long> ids = new LinkedHashMap<>();
        for (String role : ROLES) {
            SupervisedChild child = child(role);
            if (child != null) {
                ids.put(role, child.pid());
            }
        }
        return ids;
    }

    /** Whether a child of that role is up. */
    boolean isUp(String role) {
        SupervisedChild child = child(role);
        return child != null && child.isUp();
    }

    /** How often the child of that role was started again. */
    int restarts(String role) {
        SupervisedChild child = child(role);
        return child == null ? 0 : child.restarts();
    }

    private @Nullable SupervisedChild child(String role) {
        return switch (role) {
            case "broker" -> broker;
            case "engine" -> engine;
            case "streamer" -> streamer;
            default -> throw new IllegalArgumentException(role);
        };
    }

    /** Stops everything in order, so that nothing loses what it still has to write: streamer, query server, engine, broker. */
    @Override
    public void close() {
        // An interrupt must not turn an orderly stop into a hasty one.
        boolean interrupted = Thread.interrupted();
        supervisor.close();
        AgeingTimer timer = ageing;
        if (timer != null) {
            timer.close();
        }
        stop("the streamer", streamer);
        stop("the query server", query);
        stop("ClickHouse", engine);
        stop("Kafka", broker);
        data.close();
        progress.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void stop(String name, @Nullable AutoCloseable part) {
        if (part == null) {
            return;
        }
        progress.step("Stopping " + name, () -> {
            try {
                part.close();
            } catch (Exception e) {
                progress.say("Stopping " + name + " failed: " + e.getMessage());
            }
            return name;
        });
    }
}
