package dev.stackhouse.bench.overhead;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The node daemon, beside a JVM that has nothing of ours at its start. It starts when the JVM is at work.
 *
 * @param module of the daemon, built
 * @param rates variables of the daemon
 */
record StackhouseNode(String name, Path module, Map<String, String> rates) implements Profiler {
    /** By which the daemon knows whom to profile; every other JVM of this machine is left alone. */
    private static final String MARK = "stackhouse.bench.from.node";

    boolean isBuilt() {
        return Files.isDirectory(module.resolve("target/lib"));
    }

    @Override
    public List<String> jvmOptions(Destinations destinations) {
        return List.of("-D" + MARK + "=yes");
    }

    @Override
    public Pauses follow(long processId, Destinations destinations) throws IOException {
        Path rules = destinations.directory().resolve("rules.yaml");
        Files.writeString(rules, "rules:\n  - command: '" + MARK + "'\n    service: overhead\ndefault: ignore\n");
        return new Daemon(daemon(rules, destinations));
    }

    private ProcessBuilder daemon(Path rules, Destinations destinations) {
        ProcessBuilder builder = new ProcessBuilder(Cores.on(
                Cores.OTHERS,
                List.of(
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:+UseSerialGC",
                        "-cp",
                        module.resolve("target/classes") + ":" + module.resolve("target/lib") + "/*",
                        "dev.stackhouse.node.NodeMain",
                        "--config",
                        rules.toString(),
                        "--state",
                        destinations.directory().resolve("node").toString(),
                        "--attach-after",
                        "1",
                        "--on-stop",
                        "stop",
                        "--metrics-port",
                        "0")));
        builder.environment().putAll(rates);
        builder.environment().put("STACKHOUSE_BROKERS", destinations.brokers());
        return builder.redirectErrorStream(true)
                .redirectOutput(destinations.directory().resolve("node.log").toFile());
    }

    /** Pauses when the daemon is stopped, which ends its sessions. */
    private static final class Daemon implements Pauses {
        private final ProcessBuilder builder;
        private Process process;

        Daemon(ProcessBuilder builder) throws IOException {
            this.builder = builder;
            this.process = builder.start();
        }

        @Override
        public void pause() throws InterruptedException {
            process.destroy();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }

        @Override
        public void resume() throws IOException {
            process = builder.start();
        }

        @Override
        public void close() {
            try {
                pause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                process.destroyForcibly();
            }
        }
    }

    @Override
    public List<Sent> sent(Destinations destinations) {
        return destinations.batches().take();
    }
}
