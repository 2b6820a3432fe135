package dev.stackhouse.query.regression.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real Alertmanager (Debian's prometheus-alertmanager) on a free port of this machine. */
final class TestingAlertmanager implements AutoCloseable {
    private static final Path PROGRAM =
            Path.of(System.getenv().getOrDefault("STACKHOUSE_ALERTMANAGER", "/usr/bin/prometheus-alertmanager"));
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final int port;

    private TestingAlertmanager(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    static TestingAlertmanager start(Path directory) throws IOException, InterruptedException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Path config = Files.writeString(
                directory.resolve("alertmanager.yml"), "route: {receiver: nobody}\nreceivers: [{name: nobody}]\n");
        Process process = new ProcessBuilder(
                        PROGRAM.toString(),
                        "--config.file=" + config,
                        "--storage.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--cluster.listen-address=")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("alertmanager.log").toFile())
                .start();
        TestingAlertmanager started = new TestingAlertmanager(process, port);
        try {
            started.awaitReady();
            return started;
        } catch (IOException | InterruptedException | RuntimeException e) {
            started.close();
            throw e;
        }
    }

    private void awaitReady() throws InterruptedException, IOException {
        long untilNanos = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < untilNanos && process.isAlive()) {
            try {
                if (get("/-/ready").statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // Not yet.
            }
            Thread.sleep(100);
        }
        throw new IOException("Alertmanager did not become ready");
    }

    RouteUrl url() {
        return RouteUrl.of("http://127.0.0.1:" + port + "/");
    }

    /** The alerts that are active. */
    List<JsonNode> alerts() throws IOException, InterruptedException {
        List<JsonNode> alerts = new ArrayList<>();
        new ObjectMapper().readTree(get("/api/v2/alerts").body()).forEach(alerts::add);
        return alerts;
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
