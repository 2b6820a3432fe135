package dev.stackhouse.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A Kafka broker and controller (KRaft) on loopback. Arguments: {@code --dir DIRECTORY --port PORT}, 0 for a free
 * port. Creates the product's topics, prints {@code READY bootstrap=HOST:PORT}, and ends in order when standard input
 * closes or on SIGTERM. With {@code --node N --controllers 1@HOST:PORT,...} it is one of several, and creates no topics.
 */
public final class BrokerMain {
    /** Fixed, so that a directory is recognised at every start. */
    private static final String CLUSTER_ID = "c3RhY2tob3VzZS1sb2NhbA";

    private static final String HOST = "127.0.0.1";

    private BrokerMain() {}

    public static void main(String[] args) {
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "dev/stackhouse/broker/logback.xml");
        }
        try {
            run(BrokerArguments.parse(args));
            System.exit(0);
        } catch (Exception e) {
            System.err.println("cannot start: " + reason(e));
            // Threads of a broker that started half would keep an orderly exit waiting.
            Runtime.getRuntime().halt(1);
        }
    }

    private static void run(BrokerArguments arguments) throws Exception {
        int port = arguments.port() == 0 ? freePort() : arguments.port();
        if (!isFree(port)) {
            throw new IOException(
                    "port " + port + " is in use; stop what listens there or choose another with --kafka-port.");
        }
        Files.createDirectories(arguments.directory());
        requireFree(arguments.directory());
        KafkaRaftServer server = new KafkaRaftServer(
                KafkaConfig.fromProps(format(settings(arguments, port), arguments.node()), false), Time.SYSTEM);
        server.startup();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.shutdown();
            server.awaitShutdown();
        }));
        if (arguments.isAlone()) {
            createTopics(HOST + ":" + port);
        }
        System.out.println("READY bootstrap=" + HOST + ":" + port);
        while (System.in.read() >= 0) {
            // Only the end of the stream matters: the parent closed it, or died.
        }
    }

    /** What the innermost cause says. */
    private static String reason(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private static Properties format(Properties settings, int node) throws Exception {
        String directory = settings.getProperty("log.dirs");
        Formatter formatter = new Formatter()
                .setClusterId(CLUSTER_ID)
                .setNodeId(node)
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(directory)
                .setDirectories(List.of(directory))
                .setIgnoreFormatted(true)
                .setPrintStream(System.err);
        formatter.run();
        return settings;
    }

    private static Properties settings(BrokerArguments arguments, int port) throws IOException {
        int node = arguments.node();
        int controllerPort = arguments.isAlone() ? freePort() : arguments.controllerPort();
        String controllers = arguments.isAlone() ? node + "@" + HOST + ":" + controllerPort : arguments.controllers();
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                Integer.toString(node),
                "listeners",
                "BROKER://" + HOST + ":" + port + ",CONTROLLER://" + HOST + ":" + controllerPort,
                "advertised.listeners",
                "BROKER://" + HOST + ":" + port,
                "listener.security.protocol.map",
                "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name",
                "BROKER",
                "controller.listener.names",
                "CONTROLLER",
                "controller.quorum.voters",
                controllers,
                "log.dirs",
                arguments.directory().toAbsolutePath().toString()));
        String replicas = arguments.isAlone() ? "1" : "3";
        // Short sessions let a killed broker come back soon.
        settings.putAll(Map.of(
                "offsets.topic.replication.factor", replicas,
                "offsets.topic.num.partitions", "1",
                "transaction.state.log.replication.factor", replicas,
                "transaction.state.log.min.isr", "1",
                "transaction.state.log.num.partitions", "1",
                "auto.create.topics.enable", "false",
                "broker.session.timeout.ms", "2000",
                "broker.heartbeat.interval.ms", "500",
                "group.initial.rebalance.delay.ms", "0",
                "log.cleaner.dedupe.buffer.size", "2000000"));
        settings.putAll(Map.of(
                "log.retention.hours", "24",
                "log.retention.bytes", "268435456",
                "log.segment.bytes", "67108864",
                "num.network.threads", "1",
                "num.io.threads", "2",
                "num.recovery.threads.per.data.dir", "1",
                // A broker refuses records from a clock that is ahead of its own; a wrong clock is no reason to lose
                // samples.
                "log.message.timestamp.type", "LogAppendTime",
                "message.max.bytes", "4194304"));
        return settings;
    }

    private static void createTopics(String bootstrap) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            for (NewTopic topic : List.of(
                    new NewTopic("stackhouse.batches", 4, (short) 1),
                    new NewTopic("stackhouse.dead-letters", 1, (short) 1),
                    // Of every policy its newest state, and that for ever.
                    new NewTopic("stackhouse.policies", 1, (short) 1)
                            .configs(Map.of("cleanup.policy", "compact", "segment.ms", "86400000")))) {
                try {
                    admin.createTopics(List.of(topic)).all().get();
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw e;
                    }
                }
            }
        }
    }

    /** By Kafka's own lock, which it takes itself only after it has read what another broker may be writing. */
    private static void requireFree(Path directory) throws IOException {
        Path lock = directory.resolve(".lock");
        if (Files.exists(lock)) {
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                    FileLock held = channel.tryLock()) {
                if (held == null) {
                    throw new IOException("another broker uses " + directory.toAbsolutePath() + "; stop that first.");
                }
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
