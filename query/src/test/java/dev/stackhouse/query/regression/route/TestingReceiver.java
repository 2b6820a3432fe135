package dev.stackhouse.query.regression.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** What stands at the end of a route that is somebody else's: an HTTP server that answers as it is told, and remembers. Thread-safe. */
final class TestingReceiver implements AutoCloseable {
    /** What was posted. */
    record Posted(String key, String signature, String text) {
        JsonNode json() {
            try {
                return new ObjectMapper().readTree(text);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private final HttpServer server;
    private final Queue<Integer> statuses = new ArrayDeque<>();
    private final List<Posted> posted = new ArrayList<>();

    private TestingReceiver(HttpServer server) {
        this.server = server;
    }

    static TestingReceiver start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        TestingReceiver receiver = new TestingReceiver(server);
        server.createContext("/", receiver::receive);
        server.start();
        return receiver;
    }

    private synchronized void receive(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        posted.add(new Posted(header(exchange, "Idempotency-Key"), header(exchange, "Stackhouse-Signature"), body));
        Integer status = statuses.poll();
        exchange.sendResponseHeaders(status == null ? 200 : status, -1);
        exchange.close();
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    RouteUrl url() {
        return RouteUrl.of("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    }

    /** The statuses of the next answers; 200 after them. */
    synchronized void answer(Integer... next) {
        statuses.addAll(List.of(next));
    }

    synchronized List<Posted> posted() {
        return List.copyOf(posted);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
