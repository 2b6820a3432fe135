package dev.stackhouse.node;

import dev.stackhouse.collector.config.CollectorConfig;
import dev.stackhouse.collector.config.ConfigSources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the daemon is told; see the module's README.
 *
 * @param rules file of rules, or null for none
 * @param proc where processes are looked for
 * @param state directory of what outlives the daemon
 * @param stopSessions whether sessions end with the daemon
 * @param attachAfter a JVM is left alone for so long after it was found
 * @param scanEvery how often new processes are looked for
 * @param orphanLifetime after which a session without a daemon ends by itself
 * @param metricsHost address of the metrics
 * @param metricsPort 0 takes a free one
 * @param settings variables of the collector: rates, brokers, topic and bounds
 */
public record NodeConfig(
        @Nullable Path rules,
        Path proc,
        Path state,
        boolean stopSessions,
        Duration attachAfter,
        Duration scanEvery,
        Duration orphanLifetime,
        String metricsHost,
        int metricsPort,
        Map<String, String> settings) {

    /**
     * What the collector is told on behalf of all JVMs: where batches go and wait.
     *
     * @throws dev.stackhouse.collector.config.ConfigException that names every fault
     */
    CollectorConfig publishing() {
        Map<String, String> variables = new HashMap<>(settings);
        variables.putIfAbsent("STACKHOUSE_QUEUE_BYTES", "32m");
        variables.putIfAbsent("STACKHOUSE_SPOOL_BYTES", "512m");
        variables.put("STACKHOUSE_SPOOL_DIR", state.resolve("spool").toString());
        return CollectorConfig.from(new ConfigSources(Map.of(), Map.of(), variables, "stackhouse-node"));
    }

    /** Variables about rates: what a JVM's own environment does not say. */
    Map<String, String> rates() {
        Map<String, String> rates = new HashMap<>();
        settings.forEach((name, value) -> {
            if (name.matches("STACKHOUSE_(CPU|WALL|ALLOC|LIVE|LOCK|NATIVE)[A-Z_]*")) {
                rates.put(name, value);
            }
        });
        return rates;
    }
}
