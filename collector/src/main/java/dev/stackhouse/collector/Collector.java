package dev.stackhouse.collector;

import dev.stackhouse.collector.batch.BatchBuilder;
import dev.stackhouse.collector.batch.InstanceIdentity;
import dev.stackhouse.collector.config.CollectorConfig;
import dev.stackhouse.collector.config.ConfigSources;
import dev.stackhouse.collector.context.Contexts;
import dev.stackhouse.collector.context.Handover;
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
        BatchBuilder builder = new BatchBuilder(identity, config.rates().firstEvent());
        IntervalLoop loop = new IntervalLoop(recorder, builder, queue, config.interval(), Clock.systemUTC());
        publisher.start();
        loop.start();
        new Handover(handover).begin(contexts, instrumentation.getAllLoadedClasses());
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            try {
                                loop.finish();
                            } finally {
                                publisher.finish(LAST_PUBLISH);
                            }
                        },
                        "stackhouse-shutdown"));
    }
}
