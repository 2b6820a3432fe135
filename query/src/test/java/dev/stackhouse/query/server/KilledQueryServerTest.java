package dev.stackhouse.query.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stackhouse.process.ChildProcess;
import dev.stackhouse.query.QueryMain;
import dev.stackhouse.storage.StoreAddress;
import dev.stackhouse.storage.TestingClickHouse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A query server in a process of its own that dies while it is asked. */
class KilledQueryServerTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String RANGE =
            "fromUnixMillis=" + SeededStore.START_MILLIS + "&%stoUnixMillis=" + SeededStore.END_MILLIS;
    private static final String BOOKS = "/api/v1/ledger?" + RANGE.formatted("");
    private static final String FLAME_GRAPH =
            "/api/v1/flamegraph?selection.service=checkout&selection." + RANGE.formatted("selection.");

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void answersAsBeforeWhenItIsStartedAgain() throws Exception {
        try (TestingClickHouse clickHouse = TestingClickHouse.start()) {
            SeededStore.write(clickHouse.address());
            ChildProcess first = start(clickHouse.address(), 0);
            ChildProcess second = null;
            try {
                int port = Integer.parseInt(
                        Objects.requireNonNull(first.awaitReady(PATIENCE).get("port")));
                String books = ask(port, BOOKS);
                String flameGraph = ask(port, FLAME_GRAPH);
                assertThat(books).contains("checkout");
                assertThat(flameGraph).contains("com.acme.Cart.total");

                List<CompletableFuture<Void>> asking = Stream.generate(
                                () -> CompletableFuture.runAsync(() -> askUntilItDies(port)))
                        .limit(3)
                        .toList();
                first.kill();
                CompletableFuture.allOf(asking.toArray(new CompletableFuture<?>[0]))
                        .join();
                assertThatThrownBy(() -> ask(port, BOOKS)).isInstanceOf(IOException.class);

                second = start(clickHouse.address(), port);
                assertThat(second.awaitReady(PATIENCE)).containsEntry("port", Integer.toString(port));
                assertThat(ask(port, BOOKS)).isEqualTo(books);
                assertThat(ask(port, FLAME_GRAPH)).isEqualTo(flameGraph);
            } finally {
                first.kill();
                if (second != null) {
                    second.kill();
                }
            }
        }
    }

    private void askUntilItDies(int port) {
        try {
            while (true) {
                ask(port, FLAME_GRAPH);
            }
        } catch (IOException e) {
            // It has died.
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static ChildProcess start(StoreAddress store, int port) {
        return ChildProcess.start(
                "Query server",
                ChildProcess.javaCommand(
                        List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                        System.getProperty("java.class.path"),
                        QueryMain.class.getName(),
                        List.of()),
                store.variables(Map.of("STACKHOUSE_HTTP_PORT", Integer.toString(port))));
    }

    private String ask(int port, String path) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response::body).isEqualTo(200);
        return response.body();
    }
}
