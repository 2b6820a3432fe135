package dev.stackhouse.bench.overhead;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The node daemon, beside a JVM that has nothing of ours at its start. It starts when the JVM is at work and has to be there before the
 * warm-up is over.
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
    public AutoCloseable follow(long processId, Destinations destinations) throws IOException {
        Path rules = destinations.directory().resolve("rules.yaml");
        Files.writeString(rules, "rules:\n  - command: '" + MARK + "'\n    service: overhead\ndefault: ignore\n");
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
        Process daemon = builder.redirectErrorStream(true)
                .redirectOutput(destinations.directory().resolve("node.log").toFile())
                .start();
        return () -> {
            daemon.destroy();
            if (!daemon.waitFor(20, TimeUnit.SECONDS)) {
                daemon.destroyForcibly();
            }
        };
    }

    @Override
    public List<Sent> sent(Destinations destinations) {
        return destinations.batches().take();
    }
}
