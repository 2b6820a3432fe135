package dev.stackhouse.standalone;

import dev.stackhouse.process.ChildProcess;
import dev.stackhouse.standalone.supervise.RunningChild;
import dev.stackhouse.storage.StoreAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The streaming job with its embedded Flink, in a process with a class path of its own.
 *
 * @param metricsAddress of its figures, {@code 127.0.0.1:9249}
 */
record StreamerProcess(ChildProcess process, String metricsAddress) {

    /**
     * Starts it and returns once the job runs.
     *
     * @param stateDirectory where its checkpoints are; it goes on from the newest one
     * @param metricsPort of its figures; 0 takes a free one
     * @throws dev.stackhouse.process.ChildProcessException in one sentence
     */
    static StreamerProcess start(
            Path root,
            Path stateDirectory,
            String bootstrapServers,
            StoreAddress store,
            int metricsPort,
            Duration patience) {
        Path target = root.resolve("streamer").resolve("target");
        ChildProcess process = ChildProcess.start(
                "Streamer",
                ChildProcess.javaCommand(
                        List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:MaxMetaspaceSize=160m"),
                        target.resolve("classes") + ":" + target.resolve("lib") + "/*",
                        "dev.stackhouse.streamer.local.LocalStreamer",
                        List.of(
                                "--state-dir",
                                stateDirectory.toString(),
                                "--metrics-port",
                                Integer.toString(metricsPort))),
                store.variables(Map.of("STACKHOUSE_BOOTSTRAP_SERVERS", bootstrapServers)));
        String metrics = process.awaitReady(patience).get("metrics");
        return new StreamerProcess(process, Objects.requireNonNull(metrics, "the streamer told no metrics"));
    }

    int metricsPort() {
        return Integer.parseInt(metricsAddress.substring(metricsAddress.lastIndexOf(':') + 1));
    }

    RunningChild child() {
        return new RunningChild(process.pid(), process::isAlive, process::close);
    }
}
