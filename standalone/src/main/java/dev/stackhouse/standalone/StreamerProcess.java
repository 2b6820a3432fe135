package dev.stackhouse.standalone;

import dev.stackhouse.process.ChildProcess;
import dev.stackhouse.standalone.supervise.RunningChild;
import dev.stackhouse.storage.StoreAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The streaming job with its embedded Flink, in a process with a class path of its own. */
final class StreamerProcess {
    private StreamerProcess() {}

    /**
     * Starts it and returns once the job runs.
     *
     * @param stateDirectory where its checkpoints are; it goes on from the newest one
     * @throws dev.stackhouse.process.ChildProcessException in one sentence
     */
    static RunningChild start(
            Path root, Path stateDirectory, String bootstrapServers, StoreAddress store, Duration patience) {
        Path target = root.resolve("streamer").resolve("target");
        ChildProcess process = ChildProcess.start(
                "Streamer",
                ChildProcess.javaCommand(
                        List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:MaxMetaspaceSize=160m"),
                        target.resolve("classes") + ":" + target.resolve("lib") + "/*",
                        "dev.stackhouse.streamer.local.LocalStreamer",
                        List.of("--state-dir", stateDirectory.toString())),
                Map.of(
                        "STACKHOUSE_BOOTSTRAP_SERVERS", bootstrapServers,
                        "STACKHOUSE_CLICKHOUSE_URL", store.uri().toString(),
                        "STACKHOUSE_CLICKHOUSE_DATABASE", store.database(),
                        "STACKHOUSE_CLICKHOUSE_USER", store.user(),
                        "STACKHOUSE_CLICKHOUSE_PASSWORD", store.password()));
        process.awaitReady(patience);
        return new RunningChild(process.pid(), process::isAlive, process::close);
    }
}
