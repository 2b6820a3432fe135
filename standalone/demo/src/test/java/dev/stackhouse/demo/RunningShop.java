package dev.stackhouse.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** The shop on a free port, and a client of it. */
final class RunningShop implements AutoCloseable {
    private final CheckoutService service;
    private final HttpClient http = HttpClient.newHttpClient();

    RunningShop() throws IOException {
        service = CheckoutService.start(0, CheckoutService.COUPONS);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + service.port());
    }

    HttpResponse<String> get(String pathAndQuery) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(address().resolve(pathAndQuery)).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(address().resolve(path))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    static JsonNode json(HttpResponse<String> response) throws IOException {
        return new ObjectMapper().readTree(response.body());
    }

    @Override
    public void close() {
        service.close();
    }
}
