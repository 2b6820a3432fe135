package dev.stackhouse.streamer.local;

import dev.stackhouse.streamer.Settings;
import dev.stackhouse.streamer.StreamerConfig;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What the embedded job is told.
 *
 * @param stateDirectory {@code STATE_DIR}: where checkpoints live; belongs to one process at a time
 * @param parallelism {@code PARALLELISM}: subtasks of every operator
 * @param metricsPort {@code METRICS_PORT}: loopback port of the figures; 0 takes a free one
 */
record LocalConfig(StreamerConfig job, Path stateDirectory, int parallelism, int metricsPort) {
    static LocalConfig of(Settings settings) {
        Path stateDirectory = Path.of(settings.required("STACKHOUSE_STATE_DIR")).toAbsolutePath();
        int parallelism = settings.number("STACKHOUSE_PARALLELISM", 1, 1, 64);
        int metricsPort = settings.number("STACKHOUSE_METRICS_PORT", 0, 0, 65_535);
        return new LocalConfig(
                StreamerConfig.of(settings, Duration.ofSeconds(2)), stateDirectory, parallelism, metricsPort);
    }
}
