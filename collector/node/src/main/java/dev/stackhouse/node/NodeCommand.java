package dev.stackhouse.node;

import dev.stackhouse.collector.config.ConfigException;
import dev.stackhouse.node.decide.RulesException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Profiles the JVMs of this host from outside until it is stopped. */
@Command(
        name = "node",
        description = "Profiles the JVMs of this host from outside, those in containers too.",
        mixinStandardHelpOptions = true,
        subcommands = BreakerCommand.class)
public final class NodeCommand implements Callable<Integer> {
    static final String DEFAULT_STATE = "/var/lib/stackhouse/node";

    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "${env:STACKHOUSE_NODE_CONFIG}",
            description = "Rules: which JVMs are profiled, under which names (YAML). Without them every JVM is.")
    private @Nullable Path config;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            defaultValue = "${env:STACKHOUSE_NODE_STATE:-" + DEFAULT_STATE + "}",
            description = "What outlives the daemon: states, spool, circuit breaker. Default: ${DEFAULT-VALUE}")
    private Path state = Path.of(DEFAULT_STATE);

    @Option(
            names = "--proc",
            paramLabel = "DIR",
            defaultValue = "${env:STACKHOUSE_NODE_PROC:-/proc}",
            description = "Where processes are looked for. Default: ${DEFAULT-VALUE}")
    private Path proc = Path.of("/proc");

    @Option(
            names = "--on-stop",
            paramLabel = "leave|stop",
            defaultValue = "${env:STACKHOUSE_NODE_ON_STOP:-leave}",
            description = "Whether sessions go on for the next daemon, or end with this one. Default: ${DEFAULT-VALUE}")
    private OnStop onStop = OnStop.leave;

    @Option(
            names = "--attach-after",
            paramLabel = "SECONDS",
            defaultValue = "${env:STACKHOUSE_NODE_ATTACH_AFTER:-5}",
            description = "How long a JVM is left alone after it was found. Default: ${DEFAULT-VALUE}")
    private int attachAfterSeconds = 5;

    @Option(
            names = "--orphan-minutes",
            paramLabel = "MINUTES",
            defaultValue = "${env:STACKHOUSE_NODE_ORPHAN_MINUTES:-60}",
            description = "After which a session that no daemon looks after ends by itself. Default: ${DEFAULT-VALUE}")
    private int orphanMinutes = 60;

    @Option(
            names = "--metrics-host",
            paramLabel = "HOST",
            defaultValue = "${env:STACKHOUSE_NODE_METRICS_HOST:-127.0.0.1}",
            description = "Address of /metrics and /health. Default: ${DEFAULT-VALUE}")
    private String metricsHost = "127.0.0.1";

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            defaultValue = "${env:STACKHOUSE_NODE_METRICS_PORT:-8702}",
            description = "Port of /metrics and /health, 0 for a free one. Default: ${DEFAULT-VALUE}")
    private int metricsPort = 8702;

    /** What becomes of sessions when the daemon is told to end. */
    @SuppressWarnings("checkstyle:ConstantName") // as they are typed
    enum OnStop {
        leave,
        stop
    }

    @Override
    public Integer call() throws InterruptedException {
        NodeConfig settings = new NodeConfig(
                config,
                proc,
                state,
                onStop == OnStop.stop,
                Duration.ofSeconds(attachAfterSeconds),
                Duration.ofSeconds(2),
                Duration.ofMinutes(orphanMinutes),
                metricsHost,
                metricsPort,
                System.getenv());
        try {
            Node node = Node.start(settings, Clock.systemUTC());
            Thread closing = new Thread(
                    () -> {
                        try {
                            node.close();
                        } catch (IOException e) {
                            System.err.println("stackhouse: the node daemon did not end in order: " + e.getMessage());
                        }
                    },
                    "stackhouse-shutdown");
            Runtime.getRuntime().addShutdownHook(closing);
            System.out.println("READY metrics=http://" + metricsHost + ":" + node.metricsPort() + "/metrics");
            new CountDownLatch(1).await();
            return 0;
        } catch (IOException | ConfigException | RulesException e) {
            System.err.println("stackhouse: the node daemon cannot start: " + e.getMessage());
            return 1;
        }
    }
}
