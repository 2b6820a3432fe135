package dev.stackhouse.node.profile;

import dev.stackhouse.collector.policy.PolicyBoard;
import dev.stackhouse.collector.publish.BatchQueue;
import dev.stackhouse.node.attach.HotSpotAttach;
import dev.stackhouse.node.breaker.Breaker;
import dev.stackhouse.node.discover.ProcFs;
import dev.stackhouse.node.metrics.NodeMetrics;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What all profiled JVMs share.
 *
 * @param policies of all instances, or null where nobody listens to any
 * @param orphanLifetime after which a session without a daemon ends by itself
 * @param maxFileBytes of a recording, after which another one is begun
 */
public record Surroundings(
        ProcFs proc,
        HotSpotAttach attach,
        BatchQueue queue,
        TargetStates states,
        Breaker breaker,
        NodeMetrics metrics,
        @Nullable PolicyBoard policies,
        Clock clock,
        Duration orphanLifetime,
        long maxFileBytes) {}
