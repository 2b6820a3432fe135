package dev.stackhouse.query.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.client.grpc.GrpcClients;
import dev.stackhouse.proto.query.v1.ListServicesRequest;
import dev.stackhouse.proto.query.v1.QueryServiceGrpc.QueryServiceBlockingStub;
import dev.stackhouse.query.TestingQueryServer;
import dev.stackhouse.query.regression.RegressionSettings;
import dev.stackhouse.storage.StoreAddress;
import dev.stackhouse.storage.TestingClickHouse;
import dev.stackhouse.storage.operate.OperatingGuide;
import dev.stackhouse.storage.operate.Scrape;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody sees who looks after a query server whose store stops answering and answers again. */
class OperationTest {
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    @Test
    void tellsHowItIs() throws Exception {
        try (TestingClickHouse store = TestingClickHouse.start();
                TestingQueryServer server = TestingQueryServer.start(config(store.address()), Clock.systemUTC())) {
            SeededStore.write(store.address());
            awaitReady(server, 200);
            assertThat(get(server, "/health").statusCode()).isEqualTo(200);
            ask(server);
            assertThat(get(server, "/api/v1/services").statusCode()).isEqualTo(200);
            assertThat(get(server, "/export/nothing").statusCode()).isEqualTo(400);

            Scrape scrape = scrape(server);
            assertThat(scrape.names()).containsAll(OperatingGuide.metricsOf("Query server"));
            assertThat(scrape.count("stackhouse_store_up")).isEqualTo(1);
            assertThat(scrape.count("stackhouse_store_rows", "table=\"ledger\""))
                    .isEqualTo(25);
            assertThat(scrape.count("stackhouse_store_partition_parts", "table=\"frames\""))
                    .isEqualTo(1);
            assertThat(scrape.count("stackhouse_store_free_bytes")).isPositive();
            assertThat(scrape.count("stackhouse_query_requests_total", "method=\"ListServices\"", "grpc_status=\"0\""))
                    .isEqualTo(2);

            signal(store, "STOP"); // It hangs: worse than being gone, as connections to it stay open.
            try {
                awaitReady(server, 503);
                assertThat(get(server, "/ready").body()).contains("store does not answer");
                assertThat(get(server, "/health").statusCode()).isEqualTo(200);
                assertThat(scrape(server).count("stackhouse_store_up")).isZero();
            } finally {
                signal(store, "CONT");
            }
            awaitReady(server, 200);
            assertThat(scrape(server).count("stackhouse_store_up")).isEqualTo(1);
        }
    }

    /** With a route, which has figures of its own. */
    private QueryServerConfig config(StoreAddress store) throws Exception {
        Path rules = Files.writeString(
                directory.resolve("rules.yaml"), "routes: {ops: {alertmanager: 'http://127.0.0.1:9'}}");
        return QueryServerConfig.of(0, store, new RegressionSettings(true, rules, RegressionSettings.DEFAULT.pause()));
    }

    private static void signal(TestingClickHouse store, String signal) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(store.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static void ask(TestingQueryServer server) {
        GrpcClients.newClient("gproto+" + server.uri(), QueryServiceBlockingStub.class)
                .listServices(ListServicesRequest.getDefaultInstance());
    }

    private void awaitReady(TestingQueryServer server, int status) throws Exception {
        while (get(server, "/ready").statusCode() != status) {
            Thread.sleep(50);
        }
    }

    private static Scrape scrape(TestingQueryServer server) throws Exception {
        return Scrape.of(server.uri().resolve("/metrics"));
    }

    private HttpResponse<String> get(TestingQueryServer server, String path) throws Exception {
        URI uri = server.uri().resolve(path);
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
