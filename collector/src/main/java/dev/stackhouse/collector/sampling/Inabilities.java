package dev.stackhouse.collector.sampling;

import dev.stackhouse.collector.Notices;
import dev.stackhouse.collector.config.Rates;
import dev.stackhouse.proto.batch.v1.EventType;
import java.io.IOException;

/** What turned out not to be sampled in a JVM, as async-profiler refuses it there. Not thread-safe. */
final class Inabilities {
    /** What async-profiler says of a JVM of Java 8 without debug symbols, which it needs there. */
    private static final String NO_ALLOCATIONS = "AllocTracer symbols";
    /** And where the kernel does not allow perf events, does not have them, or gives no more descriptors. */
    private static final String NO_PERF_EVENTS = "Perf events";

    private boolean allocations;
    private boolean perfEvents;

    /** Of what is asked what can be sampled: CPU time without perf events at the kernel's tick, so that every sample stands for as much as is said. */
    SamplingPlan possible(SamplingPlan asked) {
        SamplingPlan possible = asked;
        if (allocations) {
            possible = possible.with(EventType.EVENT_TYPE_ALLOC, -1).with(EventType.EVENT_TYPE_LIVE, -1);
        }
        if (perfEvents && ProfilerEvents.needPerfEvents(possible.rates())) {
            possible = possible.with(EventType.EVENT_TYPE_CPU, ProfilerEvents.TICK_NANOS);
        }
        return possible;
    }

    /**
     * Learns from a refusal.
     *
     * @param tried what was refused
     * @return whether something else is {@link #possible} now
     */
    boolean learn(IOException refusal, Rates tried) {
        String message = String.valueOf(refusal.getMessage());
        if (!allocations && message.contains(NO_ALLOCATIONS)) {
            allocations = true;
            Notices.say("sampling", "allocations and live objects are not sampled in this JVM: " + message);
            return true;
        }
        if (!perfEvents && ProfilerEvents.needPerfEvents(tried) && message.contains(NO_PERF_EVENTS)) {
            perfEvents = true;
            Notices.say("sampling of CPU time", "CPU time is sampled every 10 ms and not more often: " + message);
            return true;
        }
        return false;
    }
}
