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
 */
record LocalConfig(StreamerConfig job, Path stateDirectory, int parallelism) {
    static LocalConfig of(Settings settings) {
        Path stateDirectory = Path.of(settings.required("STACKHOUSE_STATE_DIR")).toAbsolutePath();
        int parallelism = settings.number("STACKHOUSE_PARALLELISM", 1, 1, 64);
        return new LocalConfig(StreamerConfig.of(settings, Duration.ofSeconds(2)), stateDirectory, parallelism);
    }
}
