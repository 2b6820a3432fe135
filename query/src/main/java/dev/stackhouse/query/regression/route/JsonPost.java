package dev.stackhouse.query.regression.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Posts JSON. Thread-safe. */
final class JsonPost {
    static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int TOO_MANY = 429;
    private static final int TIMED_OUT = 408;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    static byte[] bytes(JsonNode body) {
        try {
            return JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Posts.
     *
     * @param path below the address of the route; empty for the address itself
     */
    void post(RouteUrl url, String path, Map<String, String> headers, byte[] body)
            throws SendException, InterruptedException {
        URI uri;
        try {
            uri = url.read();
        } catch (IOException e) {
            throw new SendException("its address cannot be read: " + e.getMessage(), true);
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(below(uri, path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        int status;
        try {
            status = client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            // Its message may hold the address.
            throw new SendException("it does not answer (" + e.getClass().getSimpleName() + ")", true);
        }
        if (status / 100 != 2) {
            throw new SendException(
                    "it answers with status " + status, status / 100 == 5 || status == TOO_MANY || status == TIMED_OUT);
        }
    }

    private static URI below(URI uri, String path) {
        return path.isEmpty() ? uri : URI.create(uri.toString().replaceAll("/+$", "") + path);
    }
}
