package dev.stackhouse.node;

import dev.stackhouse.collector.Notices;
import dev.stackhouse.collector.batch.InstanceIdentity;
import dev.stackhouse.collector.config.CollectorConfig;
import dev.stackhouse.collector.policy.PolicyBoard;
import dev.stackhouse.collector.policy.PolicyWatch;
import dev.stackhouse.collector.publish.BatchQueue;
import dev.stackhouse.collector.publish.KafkaPublisher;
import dev.stackhouse.node.attach.HotSpotAttach;
import dev.stackhouse.node.breaker.Breaker;
import dev.stackhouse.node.decide.RulesFile;
import dev.stackhouse.node.discover.JvmScan;
import dev.stackhouse.node.discover.ProcFs;
import dev.stackhouse.node.metrics.MetricsServer;
import dev.stackhouse.node.metrics.NodeMetrics;
import dev.stackhouse.node.profile.Fleet;
import dev.stackhouse.node.profile.Lanes;
import dev.stackhouse.node.profile.Surroundings;
import dev.stackhouse.node.profile.TargetStates;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The daemon: one loop finds JVMs, sees to their ends and cuts the intervals of all of them; a few workers do what takes time; one
 * publisher sends for all.
 */
public final class Node implements AutoCloseable {
    private static final long TICK_MILLIS = 250;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LAST_PUBLISH = Duration.ofSeconds(5);
    private static final long MAX_FILE_BYTES = 16L << 20;
    private static final long STUCK_MILLIS = 60_000;

    private final NodeConfig config;
    private final long intervalMillis;
    private final Clock clock;
    private final RulesFile rules;
    private final JvmScan scan;
    private final TargetStates states;
    private final Lanes lanes = new Lanes();
    private final Fleet fleet;
    private final KafkaPublisher publisher;
    private final @Nullable PolicyWatch watch;
    private final MetricsServer server;
    private final Thread loop = new Thread(this::run, "stackhouse-node");
    private volatile boolean ending;
    private volatile long turnedMillis;
    private long scannedMillis;

    private Node(
            NodeConfig config,
            long intervalMillis,
            Clock clock,
            RulesFile rules,
            JvmScan scan,
            TargetStates states,
            Surroundings around,
            KafkaPublisher publisher,
            @Nullable PolicyWatch watch,
            MetricsServer.Starter metrics)
            throws IOException {
        this.config = config;
        this.intervalMillis = intervalMillis;
        this.clock = clock;
        this.rules = rules;
        this.scan = scan;
        this.states = states;
        this.publisher = publisher;
        this.watch = watch;
        this.fleet = new Fleet(around, lanes, config.attachAfter().toMillis());
        this.turnedMillis = clock.millis();
        this.server = metrics.start(() -> clock.millis() - turnedMillis < STUCK_MILLIS);
    }

    /**
     * Starts it.
     *
     * @throws IOException if a file or a port cannot be had
     * @throws RuntimeException if a setting or a rule cannot be used; the message names every fault
     */
    public static Node start(NodeConfig config, Clock clock) throws IOException {
        CollectorConfig publishing = config.publishing();
        RulesFile rules = RulesFile.open(config.rules(), config.rates());
        TargetStates states = TargetStates.open(config.state().resolve("targets"));
        ProcFs proc = new ProcFs(config.proc());
        InstanceIdentity identity =
                new InstanceIdentity("stackhouse-node", "node-" + UUID.randomUUID(), new TreeMap<>());
        BatchQueue queue = BatchQueue.open(publishing, identity);
        Breaker breaker = new Breaker(config.state().resolve("breaker"));
        NodeMetrics metrics = new NodeMetrics();
        metrics.gauge("waiting_batches", queue::waiting);
        metrics.gauge("breaker_open", () -> breaker.list().size());
        String policyTopic = publishing.control().policyTopic();
        PolicyBoard policies = policyTopic.isEmpty() ? null : PolicyBoard.ofAll();
        PolicyWatch watch = policies == null
                ? null
                : new PolicyWatch(publishing, policyTopic, "stackhouse-policy-" + identity.instanceId(), policies);
        Surroundings around = new Surroundings(
                proc,
                new HotSpotAttach(proc, PATIENCE),
                queue,
                states,
                breaker,
                metrics,
                policies,
                clock,
                config.orphanLifetime(),
                MAX_FILE_BYTES);
        Node node = new Node(
                config,
                publishing.interval().toMillis(),
                clock,
                rules,
                new JvmScan(proc),
                states,
                around,
                new KafkaPublisher(publishing, identity, queue),
                watch,
                healthy -> MetricsServer.start(config.metricsHost(), config.metricsPort(), metrics, healthy));
        // Before anything is published: what waits in the spool and was never sent is made anew.
        node.fleet.resume();
        node.publisher.start();
        if (watch != null) {
            watch.start();
        }
        node.loop.start();
        return node;
    }

    public int metricsPort() {
        return server.port();
    }

    private void run() {
        long nextCutMillis = nextCut();
        while (!ending) {
            try {
                long nowMillis = clock.millis();
                if (nowMillis - scannedMillis >= config.scanEvery().toMillis()) {
                    scannedMillis = nowMillis;
                    if (rules.reload()) {
                        fleet.reconsider();
                    }
                    fleet.add(scan.next());
                }
                if (nowMillis >= nextCutMillis) {
                    fleet.cut();
                    nextCutMillis = nextCut();
                }
                fleet.tend(rules.rules());
                turnedMillis = clock.millis();
                TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
            } catch (InterruptedException e) {
                // It may be the end; the loop looks.
            } catch (IOException | RuntimeException | Error e) {
                Notices.say("node", "a turn of the daemon failed: ", e);
            }
        }
    }

    /** Just after a multiple of the interval, so that a batch ends where a window ends. */
    private long nextCut() {
        long nowMillis = clock.millis();
        return nowMillis + intervalMillis - Math.floorMod(nowMillis, intervalMillis) + 1;
    }

    /** Ends in order: sessions end or go on as the settings say, and what waits is sent or stays on disk. */
    @Override
    public void close() throws IOException {
        ending = true;
        loop.interrupt();
        if (watch != null) {
            watch.stop();
        }
        try {
            loop.join(5_000);
            lanes.end(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        fleet.close(config.stopSessions());
        publisher.finish(LAST_PUBLISH);
        server.close();
        states.close();
    }
}
