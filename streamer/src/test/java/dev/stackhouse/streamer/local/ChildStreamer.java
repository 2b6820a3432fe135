package dev.stackhouse.streamer.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stackhouse.storage.StoreAddress;
import dev.stackhouse.storage.operate.Scrape;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link LocalStreamer} in a process of its own. */
final class ChildStreamer implements AutoCloseable {
    private final Process process;
    private String metricsAddress = "";

    private ChildStreamer(Process process) {
        this.process = process;
    }

    static ChildStreamer start(String bootstrapServers, StoreAddress store, Path stateDirectory, String... more)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                LocalStreamer.class.getName(),
                "--bootstrap-servers",
                bootstrapServers,
                "--clickhouse-url",
                store.uri().toString(),
                "--clickhouse-database",
                store.database(),
                "--clickhouse-user",
                store.user(),
                "--clickhouse-password",
                store.password(),
                "--state-dir",
                stateDirectory.toString()));
        command.addAll(List.of(more));
        return new ChildStreamer(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Waits for the line that says that the job runs; null if the process ended before. */
    String awaitReady() throws IOException {
        String line = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)).readLine();
        metricsAddress = line == null ? "" : line.substring(line.indexOf('=') + 1);
        return line;
    }

    /** Its figures, once it is ready. */
    Scrape scrape() throws IOException, InterruptedException {
        return Scrape.of(URI.create("http://" + metricsAddress + "/metrics"));
    }

    /** Ends the process as a power cut would. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Ends it by closing its input; returns its code. */
    int stopByEndOfInput() throws IOException, InterruptedException {
        process.getOutputStream().close();
        return process.waitFor();
    }

    /** Ends it by SIGTERM; returns its code. */
    int terminate() throws InterruptedException {
        process.destroy();
        return process.waitFor();
    }

    int awaitEnd() throws InterruptedException {
        return process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
