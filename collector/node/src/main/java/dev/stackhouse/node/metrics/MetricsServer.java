package dev.stackhouse.node.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/** {@code GET /metrics} and {@code GET /health}: 200 while the daemon's loop turns, 503 when it does not. */
public final class MetricsServer implements AutoCloseable {
    /** Starts one that asks whether all is well. */
    @FunctionalInterface
    public interface Starter {
        MetricsServer start(BooleanSupplier healthy) throws IOException;
    }

    private final HttpServer server;

    private MetricsServer(HttpServer server) {
        this.server = server;
    }

    /** Listens; port 0 takes a free one. */
    public static MetricsServer start(String host, int port, NodeMetrics metrics, BooleanSupplier healthy)
            throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 0);
        server.createContext("/metrics", exchange -> answer(exchange, 200, metrics.text()));
        server.createContext(
                "/health",
                exchange -> answer(exchange, healthy.getAsBoolean() ? 200 : 503, "healthy=" + healthy.getAsBoolean()));
        server.start();
        return new MetricsServer(server);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        try (exchange) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
