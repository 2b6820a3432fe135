package dev.stackhouse.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Watches what a streamer tells Prometheus, once a second, and keeps the greatest value of each figure. Thread-safe. */
final class StreamerFigures implements AutoCloseable {
    private static final long LOOK_MILLIS = 1_000;

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI address;
    private final Map<String, Double> greatest = new TreeMap<>();
    private final Thread thread = new Thread(this::watch, "streamer-figures");

    private StreamerFigures(int port) {
        address = URI.create("http://127.0.0.1:" + port + "/metrics");
        thread.setDaemon(true);
    }

    /** Begins to watch the streamer whose figures are on a port of this machine. */
    static StreamerFigures watch(int port) {
        StreamerFigures figures = new StreamerFigures(port);
        figures.thread.start();
        return figures;
    }

    /** A port that is free now. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void watch() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() throws InterruptedException {
        try {
            client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> !line.startsWith("#") && line.indexOf(' ') > 0)
                    .forEach(this::remember);
        } catch (IOException e) {
            // Not up yet, or not any more.
        }
    }

    private synchronized void remember(String line) {
        int brace = line.indexOf('{');
        String name = line.substring(0, brace < 0 ? line.indexOf(' ') : brace);
        try {
            greatest.merge(name, Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)), Math::max);
        } catch (NumberFormatException e) {
            // Not a number.
        }
    }

    /** Forgets what was seen so far. */
    synchronized void forget() {
        greatest.clear();
    }

    /** The greatest value of a figure, of any label. */
    synchronized double greatest(String name) {
        return greatest.getOrDefault(name, Double.NaN);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
