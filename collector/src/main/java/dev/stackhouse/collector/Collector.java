package dev.stackhouse.collector;

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
import dev.stackhouse.collector.sampling.Recorder;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Puts the stages together: recorder, interval loop, queue and publisher; and ends them in order when the JVM ends. */
public final class Collector {
    private static final Duration LAST_PUBLISH = Duration.ofSeconds(5);

    private Collector() {}

    /**
     * Starts to profile this JVM. Called through reflection by the agent.
     *
     * @param handover where the application's labels come from
     */
    public static void start(String arguments, Instrumentation instrumentation, AtomicReferenceArray<Object> handover)
            throws IOException {
        CollectorConfig config = CollectorConfig.from(ConfigSources.ofThisJvm(arguments));
        InstanceIdentity identity =
                new InstanceIdentity(config.service(), UUID.randomUUID().toString(), config.labels());
        BatchQueue queue = BatchQueue.open(config, identity);
        KafkaPublisher publisher = new KafkaPublisher(config, identity, queue);
        Contexts contexts = ProfilerClock.contexts();
        Recorder recorder = Recorder.start(config, contexts, queue.directory(), Clock.systemUTC());
        PolicyBoard policies = new PolicyBoard(identity);
        BatchBuilder builder = new BatchBuilder(
                identity, config.rates().firstEvent(), new Declarations(config.rates(), Collector::facts));
        IntervalLoop loop = new IntervalLoop(
                recorder, rateControl(config, policies), builder, queue, config.interval(), Clock.systemUTC());
        new Handover(handover).begin(contexts, instrumentation.getAllLoadedClasses());
        publisher.start();
        loop.start();
        PolicyWatch watch = watch(config, identity, policies);
        if (watch != null) {
            watch.start();
        }
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            if (watch != null) {
                                watch.stop();
                            }
                            try {
                                loop.finish();
                            } finally {
                                publisher.finish(LAST_PUBLISH);
                            }
                        },
                        "stackhouse-shutdown"));
    }

    private static RateControl rateControl(CollectorConfig config, PolicyBoard policies) {
        double share = config.control().cpuBudget();
        return new RateControl(
                config.rates(), policies, share == 0 ? null : BudgetKeeper.ofThisJvm(share), Clock.systemUTC());
    }

    private static @Nullable PolicyWatch watch(
            CollectorConfig config, InstanceIdentity identity, PolicyBoard policies) {
        String topic = config.control().policyTopic();
        return topic.isEmpty()
                ? null
                : new PolicyWatch(config.brokers(), topic, "stackhouse-policy-" + identity.instanceId(), policies);
    }

    private static Facts facts() {
        String version = Collector.class.getPackage().getImplementationVersion();
        return OwnFacts.read(version == null ? "" : version, Recorder.profilerVersion());
    }
}
