package dev.stackhouse.bench.overhead;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes what Pyroscope's agent uploads (POST /ingest?from=...&until=..., a form with a JFR file in gzip and, where there are any, labels),
 * and remembers how large it was. The last upload is kept in a file, to look at. Thread-safe.
 */
final class UploadSink implements AutoCloseable {
    private static final Pattern RANGE = Pattern.compile("from=(\\d+)&until=(\\d+)");

    private final HttpServer server;
    private final Path lastUpload;
    private final List<Sent> uploads = new ArrayList<>();

    private UploadSink(HttpServer server, Path lastUpload) {
        this.server = server;
        this.lastUpload = lastUpload;
    }

    static UploadSink start(Path lastUpload) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        UploadSink sink = new UploadSink(server, lastUpload);
        server.createContext("/ingest", sink::accept);
        server.start();
        return sink;
    }

    private void accept(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Matcher range = RANGE.matcher(exchange.getRequestURI().getQuery());
            if (range.find()) {
                Files.write(lastUpload, body);
                synchronized (uploads) {
                    uploads.add(new Sent(
                            Long.parseLong(range.group(1)) * 1_000,
                            Long.parseLong(range.group(2)) * 1_000,
                            body.length,
                            true));
                }
            }
            exchange.sendResponseHeaders(200, -1);
        }
    }

    /** What was uploaded since it was asked last. */
    List<Sent> take() {
        synchronized (uploads) {
            List<Sent> taken = List.copyOf(uploads);
            uploads.clear();
            return taken;
        }
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
