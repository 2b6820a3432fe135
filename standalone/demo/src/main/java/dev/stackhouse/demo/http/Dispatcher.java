package dev.stackhouse.demo.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Set;

/** Leads requests of one path to its endpoint; faults become 400, 404, 405 or 500 with a message. */
public final class Dispatcher implements HttpHandler {
    private final String path;
    private final Set<String> methods;
    private final Endpoint endpoint;

    /**
     * Leads to one endpoint.
     *
     * @param methods HTTP methods that it answers
     */
    public Dispatcher(String path, Set<String> methods, Endpoint endpoint) {
        this.path = path;
        this.methods = methods;
        this.endpoint = endpoint;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Reply reply = replyTo(exchange);
            exchange.getResponseHeaders().set("Content-Type", reply.contentType());
            exchange.sendResponseHeaders(reply.status(), reply.body().length);
            exchange.getResponseBody().write(reply.body());
        }
    }

    private Reply replyTo(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestURI().getPath().equals(path)) {
            return Reply.error(
                    404, "There is nothing at " + exchange.getRequestURI().getPath() + ".");
        }
        if (!methods.contains(exchange.getRequestMethod())) {
            exchange.getResponseHeaders().set("Allow", String.join(", ", methods));
            return Reply.error(405, path + " answers " + String.join(" and ", methods) + " only.");
        }
        try {
            return endpoint.answer(Request.read(exchange));
        } catch (BadRequestException e) {
            return Reply.error(400, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            System.err.println(path + " failed: " + e);
            return Reply.error(500, "The service failed; its log says why.");
        }
    }
}
