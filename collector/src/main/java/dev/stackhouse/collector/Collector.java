package dev.stackhouse.collector;

import com.github.luben.zstd.util.Native;
import dev.stackhouse.collector.batch.BatchBuilder;
import dev.stackhouse.collector.batch.Declarations;
import dev.stackhouse.collector.batch.InstanceIdentity;
import dev.stackhouse.collector.budget.BudgetKeeper;
import dev.stackhouse.collector.config.CollectorConfig;
import dev.stackhouse.collector.config.ConfigSources;
import dev.stackhouse.collector.context.Contexts;
import dev.stackhouse.collector.context.Handover;
import dev.stackhouse.collector.facts.Facts;
import dev.stackhouse.collector.facts.OwnFacts;
import dev.stackhouse.collector.policy.PolicyBoard;
import dev.stackhouse.collector.policy.PolicyWatch;
import dev.stackhouse.collector.publish.BatchQueue;
import dev.stackhouse.collector.publish.KafkaPublisher;
import dev.stackhouse.collector.sampling.ProfilerClock;
import dev.stackhouse.collector.sampling.ProfilerLibrary;
import dev.stackhouse.collector.sampling.Recorder;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Puts the stages together: recorder, interval loop, queue and publisher; and ends them in order when the JVM ends, or when it is
 * detached. At most one in a JVM. Thread-safe.
 */
public final class Collector {
    private static final Duration LAST_PUBLISH = Duration.ofSeconds(5);

    private static @Nullable Collector running;

    private final InstanceIdentity identity;
    private final IntervalLoop loop;
    private final @Nullable PolicyWatch watch;
    private final KafkaPublisher publisher;
    private final Handover labels;
    private final Thread hook = new Thread(this::finish, "stackhouse-shutdown");

    private Collector(
            InstanceIdentity identity,
            IntervalLoop loop,
            @Nullable PolicyWatch watch,
            KafkaPublisher publisher,
            Handover labels) {
        this.identity = identity;
        this.loop = loop;
        this.watch = watch;
        this.publisher = publisher;
        this.labels = labels;
    }

    /**
     * Starts to profile this JVM as a new instance. Called through reflection by the agent.
     *
     * @param functions where the application finds those that open and close its labels
     * @return what to tell whoever asked for it
     * @throws IllegalStateException if it is profiled already
     * @throws IOException if async-profiler refuses
     */
    public static synchronized String attach(
            String arguments, Instrumentation instrumentation, AtomicReferenceArray<Object> functions)
            throws IOException {
        Collector already = running;
        if (already != null) {
            throw new IllegalStateException("it is profiled already, " + already);
        }
        CollectorConfig config = CollectorConfig.from(ConfigSources.ofThisJvm(arguments));
        InstanceIdentity identity =
                new InstanceIdentity(config.service(), UUID.randomUUID().toString(), config.labels());
        BatchQueue queue = BatchQueue.open(config, identity);
        Handover labels = new Handover(functions);
        try {
            loadLibraries(queue);
            KafkaPublisher publisher = new KafkaPublisher(config, identity, queue);
            Contexts contexts = ProfilerClock.contexts();
            Recorder recorder = Recorder.start(config, contexts, queue.directory(), Clock.systemUTC());
            PolicyBoard policies = new PolicyBoard(identity);
            BatchBuilder builder = new BatchBuilder(
                    identity, config.rates().firstEvent(), new Declarations(config.rates(), Collector::facts));
            IntervalLoop loop = new IntervalLoop(
                    recorder,
                    rateControl(config, identity, policies),
                    builder,
                    queue,
                    config.interval(),
                    Clock.systemUTC());
            PolicyWatch watch = watch(config, identity, policies);
            Collector collector = new Collector(identity, loop, watch, publisher, labels);
            Runtime.getRuntime().addShutdownHook(collector.hook);
            labels.begin(contexts, instrumentation.getAllLoadedClasses());
            publisher.start();
            loop.start();
            if (watch != null) {
                watch.start();
            }
            running = collector;
            return "profiled " + collector;
        } catch (IOException | RuntimeException | Error e) {
            labels.end();
            queue.close();
            throw e;
        }
    }

    private static void loadLibraries(BatchQueue queue) throws IOException {
        Native.load(queue.directory().toFile());
        Path directory = queue.privateDirectory();
        if (directory == null) {
            ProfilerLibrary.load();
        } else {
            ProfilerLibrary.load(directory);
        }
    }

    /**
     * Ends it: what was recorded since the last interval is published, and nothing that belongs to it runs any more. Called through
     * reflection by the agent.
     *
     * @return what to tell whoever asked for it
     * @throws IllegalStateException if this JVM is not profiled
     */
    public static synchronized String detach() {
        Collector collector = running;
        if (collector == null) {
            throw new IllegalStateException("it is not profiled");
        }
        // Fails when the JVM is ending, which ends the collector too.
        Runtime.getRuntime().removeShutdownHook(collector.hook);
        running = null;
        collector.finish();
        collector.publisher.awaitEnd();
        if (collector.watch != null) {
            collector.watch.awaitEnd();
        }
        Notices.forgetAll();
        return "no longer profiled " + collector;
    }

    private void finish() {
        if (watch != null) {
            watch.stop();
        }
        try {
            loop.finish();
        } finally {
            // What was sampled last is still told by scopes that were closed in time.
            labels.end();
            publisher.finish(LAST_PUBLISH);
        }
    }

    @Override
    public String toString() {
        return "as instance " + identity.instanceId() + " of service " + identity.service();
    }

    private static RateControl rateControl(CollectorConfig config, InstanceIdentity identity, PolicyBoard policies) {
        double share = config.control().cpuBudget();
        return new RateControl(
                config.rates(),
                identity,
                policies,
                share == 0 ? null : BudgetKeeper.ofThisJvm(share),
                Clock.systemUTC());
    }

    private static @Nullable PolicyWatch watch(
            CollectorConfig config, InstanceIdentity identity, PolicyBoard policies) {
        String topic = config.control().policyTopic();
        return topic.isEmpty()
                ? null
                : new PolicyWatch(config, topic, "stackhouse-policy-" + identity.instanceId(), policies);
    }

    private static Facts facts() {
        String version = Collector.class.getPackage().getImplementationVersion();
        return OwnFacts.read(version == null ? "" : version, Recorder.profilerVersion());
    }
}
