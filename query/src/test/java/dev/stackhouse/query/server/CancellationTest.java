package dev.stackhouse.query.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.ListenableFuture;
import com.linecorp.armeria.client.grpc.GrpcClients;
import dev.stackhouse.proto.query.v1.GetFlameGraphRequest;
import dev.stackhouse.proto.query.v1.GetFlameGraphResponse;
import dev.stackhouse.proto.query.v1.QueryServiceGrpc.QueryServiceBlockingStub;
import dev.stackhouse.proto.query.v1.QueryServiceGrpc.QueryServiceFutureStub;
import dev.stackhouse.proto.query.v1.Selection;
import dev.stackhouse.query.TestingQueryServer;
import dev.stackhouse.query.regression.RegressionSettings;
import dev.stackhouse.storage.TestingClickHouse;
import dev.stackhouse.storage.client.StoreClient;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On a store that is made so slow that a question takes minutes, and with one place for questions. */
class CancellationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static TestingClickHouse store;
    private static TestingQueryServer server;
    private static StoreClient sql;

    @BeforeAll
    static void start() {
        store = TestingClickHouse.start();
        SeededStore.write(store.address());
        sql = new StoreClient(store.address(), Duration.ofSeconds(30));
        sql.execute("RENAME TABLE samples TO fast_samples");
        sql.execute("CREATE VIEW samples AS SELECT fast_samples.* FROM fast_samples CROSS JOIN"
                + " (SELECT sleepEachRow(0.05) FROM numbers(4000) SETTINGS max_block_size = 10) AS slow");
        QueryServerConfig config = new QueryServerConfig(
                "127.0.0.1", 0, store.address(), Duration.ofMinutes(5), 1, RegressionSettings.DEFAULT);
        server = TestingQueryServer.start(config, Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        server.close();
        sql.close();
        store.close();
    }

    @Test
    void aCancelledQuestionEndsInTheStore() throws InterruptedException {
        ListenableFuture<GetFlameGraphResponse> answer =
                client(QueryServiceFutureStub.class).getFlameGraph(question());
        awaitRunning(1);

        answer.cancel(true);

        awaitRunning(0);
    }

    @Test
    void aQuestionTooManyIsRefusedAtOnce() throws InterruptedException {
        ListenableFuture<GetFlameGraphResponse> first =
                client(QueryServiceFutureStub.class).getFlameGraph(question());
        awaitRunning(1);

        assertThatThrownBy(() -> client(QueryServiceBlockingStub.class).getFlameGraph(question()))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED));

        first.cancel(true);
        awaitRunning(0);
    }

    private static void awaitRunning(int queries) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (running() != queries) {
            assertThat(System.nanoTime())
                    .as("%s queries run, not %s", running(), queries)
                    .isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    /** Queries that read the slow table. */
    private static int running() {
        List<Integer> counts = new ArrayList<>();
        sql.query(
                "SELECT toInt32(count()) FROM system.processes WHERE query LIKE '%arrayDotProduct%' AND query NOT LIKE '%system.processes%'",
                Map.of(), row -> counts.add(row.getInteger(1)));
        return counts.get(0);
    }

    private static GetFlameGraphRequest question() {
        return GetFlameGraphRequest.newBuilder()
                .setSelection(Selection.newBuilder()
                        .setService("checkout")
                        .setFromUnixMillis(SeededStore.START_MILLIS)
                        .setToUnixMillis(SeededStore.END_MILLIS))
                .build();
    }

    private static <T> T client(Class<T> type) {
        return GrpcClients.builder("gproto+http://127.0.0.1:" + server.port())
                .responseTimeout(Duration.ofMinutes(5))
                .build(type);
    }
}
