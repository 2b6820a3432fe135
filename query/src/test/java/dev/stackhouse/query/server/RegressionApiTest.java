package dev.stackhouse.query.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.client.grpc.GrpcClients;
import dev.stackhouse.proto.query.v1.AcceptIncidentRequest;
import dev.stackhouse.proto.query.v1.AcknowledgeIncidentRequest;
import dev.stackhouse.proto.query.v1.EvaluateVersionsRequest;
import dev.stackhouse.proto.query.v1.Evaluation;
import dev.stackhouse.proto.query.v1.FindingType;
import dev.stackhouse.proto.query.v1.GetIncidentRequest;
import dev.stackhouse.proto.query.v1.GetIncidentResponse;
import dev.stackhouse.proto.query.v1.Incident;
import dev.stackhouse.proto.query.v1.IncidentChange;
import dev.stackhouse.proto.query.v1.IncidentState;
import dev.stackhouse.proto.query.v1.ListIncidentChangesRequest;
import dev.stackhouse.proto.query.v1.ListIncidentChangesResponse;
import dev.stackhouse.proto.query.v1.ListIncidentsRequest;
import dev.stackhouse.proto.query.v1.ListIncidentsResponse;
import dev.stackhouse.proto.query.v1.RegressionServiceGrpc.RegressionServiceBlockingStub;
import dev.stackhouse.proto.query.v1.RegressionServiceGrpc.RegressionServiceStub;
import dev.stackhouse.proto.query.v1.Verdict;
import dev.stackhouse.proto.query.v1.WatchIncidentsRequest;
import dev.stackhouse.query.TestingQueryServer;
import dev.stackhouse.query.regression.RegressionSettings;
import dev.stackhouse.query.regression.SeededDeploy;
import dev.stackhouse.storage.TestingClickHouse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Incidents as clients see them, on a real store. Each test has a service of its own. */
class RegressionApiTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static TestingClickHouse store;
    private static TestingQueryServer server;
    private static RegressionServiceBlockingStub regressions;

    @BeforeAll
    static void start() {
        store = TestingClickHouse.start();
        server = startServer();
        regressions = client(server, RegressionServiceBlockingStub.class);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        if (store != null) {
            store.close();
        }
    }

    /** One that looks only when it is asked. */
    private static TestingQueryServer startServer() {
        RegressionSettings off = new RegressionSettings(false, null, Duration.ofSeconds(10));
        return TestingQueryServer.start(QueryServerConfig.of(0, store.address(), off), Clock.systemUTC());
    }

    @Test
    void whatIsEvaluatedIsListedAndFiresWhenItIsFoundAgain() {
        SeededDeploy.write(store.address(), "evaluated", 0.05, 0.08);

        Evaluation first = evaluate("evaluated");
        assertThat(first.getVerdict()).isEqualTo(Verdict.VERDICT_REGRESSION);
        assertThat(first.getEvent()).isEqualTo("cpu");
        assertThat(first.getIncidents(0).getState()).isEqualTo(IncidentState.INCIDENT_STATE_CANDIDATE);
        assertThat(evaluate("evaluated").getIncidents(0).getState()).isEqualTo(IncidentState.INCIDENT_STATE_PENDING);
        Incident fired = evaluate("evaluated").getIncidents(0);
        assertThat(fired.getState()).isEqualTo(IncidentState.INCIDENT_STATE_FIRING);

        ListIncidentsRequest.Builder request = ListIncidentsRequest.newBuilder().setService("evaluated");
        assertThat(list(request).getIncidentsList()).singleElement().satisfies(incident -> {
            assertThat(incident.getId()).isEqualTo(fired.getId());
            assertThat(incident.getRevision()).isEqualTo(3);
            assertThat(incident.getChangedUnixMillis()).isPositive();
        });
        assertThat(list(request.clone().addStates(IncidentState.INCIDENT_STATE_CANDIDATE))
                        .getIncidentsList())
                .isEmpty();
        assertThat(list(request.clone()
                                .addStates(IncidentState.INCIDENT_STATE_FIRING)
                                .addTypes(FindingType.FINDING_TYPE_REGRESSION))
                        .getIncidentsList())
                .hasSize(1);
        assertThat(list(request.clone().setToUnixMillis(SeededDeploy.END_MILLIS))
                        .getIncidentsList())
                .isEmpty();
        GetIncidentResponse one = regressions.getIncident(
                GetIncidentRequest.newBuilder().setId(fired.getId()).build());
        assertThat(one.getHistoryList())
                .extracting(Incident::getState)
                .containsExactly(
                        IncidentState.INCIDENT_STATE_CANDIDATE,
                        IncidentState.INCIDENT_STATE_PENDING,
                        IncidentState.INCIDENT_STATE_FIRING);
        assertThat(one.getIncident()).isEqualTo(one.getHistory(2));
    }

    @Test
    void aListHasPages() {
        SeededDeploy.write(store.address(), "pages", 0.05, 0.08);
        evaluate("pages");
        ListIncidentsRequest.Builder all = ListIncidentsRequest.newBuilder();
        int expected = list(all).getIncidentsCount();

        int found = 0;
        String token = "";
        do {
            ListIncidentsResponse page = list(all.clone().setPageSize(1).setPageToken(token));
            found += page.getIncidentsCount();
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void itIsAcknowledgedAndAcceptedAndNotToldOfAgain() {
        SeededDeploy.write(store.address(), "accepted", 0.05, 0.08);
        String id = evaluate("accepted").getIncidents(0).getId();

        Incident acknowledged = regressions.acknowledgeIncident(AcknowledgeIncidentRequest.newBuilder()
                .setId(id)
                .setBy("ann")
                .setNote("I look")
                .build());
        assertThat(acknowledged.getAcknowledgement().getBy()).isEqualTo("ann");
        assertThat(acknowledged.getState()).isEqualTo(IncidentState.INCIDENT_STATE_CANDIDATE);
        Incident accepted = regressions.acceptIncident(
                AcceptIncidentRequest.newBuilder().setId(id).setBy("bob").build());
        assertThat(accepted.getState()).isEqualTo(IncidentState.INCIDENT_STATE_ACCEPTED);
        assertThat(accepted.getAcceptance().getShare())
                .isEqualTo(accepted.getFinding().getAfter().getShare());
        assertThat(accepted.getAcknowledgement().getNote()).isEqualTo("I look");

        assertThat(evaluate("accepted").getIncidentsList())
                .extracting(Incident::getState)
                .containsExactly(IncidentState.INCIDENT_STATE_ACCEPTED);
    }

    @Test
    void aWatchGoesOnAfterItsCursorAtAnyServer() throws Exception {
        SeededDeploy.write(store.address(), "watched", 0.05, 0.08);
        String id = evaluate("watched").getIncidents(0).getId();
        String cursor;
        try (TestingQueryServer other = startServer();
                Watching watching = new Watching(other, "watched", oldest("watched"))) {
            IncidentChange found = watching.next();
            assertThat(found.getIncident().getRevision()).isEqualTo(1);
            acknowledge(id, "seen");
            IncidentChange seen = watching.next();
            assertThat(seen.getIncident().getAcknowledgement().getNote()).isEqualTo("seen");
            cursor = seen.getCursor();
        }
        acknowledge(id, "missed");

        try (Watching watching = new Watching(server, "watched", cursor)) {
            assertThat(watching.next().getIncident().getAcknowledgement().getNote())
                    .isEqualTo("missed");
            acknowledge(id, "live");
            assertThat(watching.next().getIncident().getAcknowledgement().getNote())
                    .isEqualTo("live");
        }
    }

    @Test
    void aWatchWithoutACursorBeginsWithWhatIsNew() throws Exception {
        SeededDeploy.write(store.address(), "new", 0.05, 0.08);
        String id = evaluate("new").getIncidents(0).getId();

        try (Watching watching = new Watching(server, "new", "")) {
            // It may begin a moment after it was asked for, so this is said until it is heard.
            IncidentChange first = null;
            for (int i = 0; first == null; i++) {
                acknowledge(id, "said " + i);
                first = watching.poll(Duration.ofSeconds(5));
            }
            assertThat(first.getIncident().getAcknowledgement().getNote()).startsWith("said");
        }
    }

    @Test
    void aServerThatStopsEndsItsWatches() throws Exception {
        SeededDeploy.write(store.address(), "stopped", 0.05, 0.08);
        evaluate("stopped");
        TestingQueryServer other = startServer();
        try (Watching watching = new Watching(other, "stopped", oldest("stopped"))) {
            watching.next();
            other.close();
            assertThat(Status.fromThrowable(
                                    watching.ended.handle((nothing, e) -> e).get())
                            .getCode())
                    .isEqualTo(Status.Code.UNAVAILABLE);
        }
    }

    @Test
    void theSameIsThereAsJson() throws Exception {
        SeededDeploy.write(store.address(), "json", 0.05, 0.08);
        String evaluated = post("/api/v1/evaluations", """
                {"service": "json", "before_version": "41", "after_version": "42"}""").body();
        assertThat(evaluated).contains("VERDICT_REGRESSION", "com.acme.Cart.total");
        Incident incident =
                list(ListIncidentsRequest.newBuilder().setService("json")).getIncidents(0);

        assertThat(get("/api/v1/incidents?service=json&states=INCIDENT_STATE_CANDIDATE")
                        .body())
                .contains(incident.getId());
        assertThat(get("/api/v1/incidents/" + incident.getId()).body()).contains("\"history\"");
        assertThat(post("/api/v1/incidents/" + incident.getId() + "/acknowledgement", "{\"by\": \"ann\"}")
                        .body())
                .contains("\"by\":\"ann\"");
        assertThat(post("/api/v1/incidents/" + incident.getId() + "/acceptance", "{\"by\": \"ann\"}")
                        .body())
                .contains("INCIDENT_STATE_ACCEPTED");
        assertThat(get(incident.getDifferencePath()).body()).contains("com.acme.Cart.total", "beforeSelfValues");
        assertThat(get(incident.getPagePath()).statusCode()).isEqualTo(200);
        assertThat(get("/api/v1/incident-changes?service=json").statusCode()).isEqualTo(200);
    }

    @Test
    void mistakesAreNamed() throws Exception {
        assertThatThrownBy(() -> regressions.getIncident(
                        GetIncidentRequest.newBuilder().setId("none").build()))
                .hasMessageContaining("NOT_FOUND")
                .hasMessageContaining("no incident 'none'");
        assertThatThrownBy(() -> acknowledgeBy("none", "ann")).hasMessageContaining("NOT_FOUND");
        assertThatThrownBy(() -> acknowledgeBy("none", " ")).hasMessageContaining("by is missing");
        assertThatThrownBy(() -> regressions.listIncidentChanges(
                        ListIncidentChangesRequest.newBuilder().setCursor("?").build()))
                .hasMessageContaining("INVALID_ARGUMENT")
                .hasMessageContaining("cursor is '?'");
        assertThatThrownBy(() -> regressions
                        .watchIncidents(WatchIncidentsRequest.newBuilder()
                                .setCursor("?")
                                .build())
                        .next())
                .hasMessageContaining("cursor is '?'");
        assertThatThrownBy(() -> evaluate("unheard-of")).hasMessageContaining("no service 'unheard-of'");
        SeededDeploy.write(store.address(), "mistaken", 0.05, 0.05);
        assertThatThrownBy(() -> regressions.evaluateVersions(EvaluateVersionsRequest.newBuilder()
                        .setService("mistaken")
                        .setBeforeVersion("41")
                        .setAfterVersion("43")
                        .build()))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("no version '43'; known: 41, 42");
        assertThat(get("/api/v1/incidents?states=INCIDENT_STATE_UNSPECIFIED").statusCode())
                .isEqualTo(400);
        assertThat(get("/api/v1/incidents/none").statusCode()).isEqualTo(404);
    }

    private static Evaluation evaluate(String service) {
        return regressions
                .evaluateVersions(EvaluateVersionsRequest.newBuilder()
                        .setService(service)
                        .setBeforeVersion("41")
                        .setAfterVersion("42")
                        .build())
                .getEvaluations(0);
    }

    private static ListIncidentsResponse list(ListIncidentsRequest.Builder request) {
        return regressions.listIncidents(request.build());
    }

    private static void acknowledge(String id, String note) {
        regressions.acknowledgeIncident(AcknowledgeIncidentRequest.newBuilder()
                .setId(id)
                .setBy("ann")
                .setNote(note)
                .build());
    }

    private static void acknowledgeBy(String id, String by) {
        regressions.acknowledgeIncident(
                AcknowledgeIncidentRequest.newBuilder().setId(id).setBy(by).build());
    }

    /** Where the changes of a service that has at most a few begin. */
    private static String oldest(String service) {
        ListIncidentChangesResponse none = regressions.listIncidentChanges(ListIncidentChangesRequest.newBuilder()
                .setService("no such " + service)
                .build());
        assertThat(none.getChangesList()).isEmpty();
        return none.getCursor();
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(server.uri().resolve(path)));
    }

    private static HttpResponse<String> post(String path, String json) throws Exception {
        URI uri = server.uri().resolve(path);
        return send(HttpRequest.newBuilder(uri)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static <T> T client(TestingQueryServer of, Class<T> stub) {
        return GrpcClients.builder("gproto+" + of.uri())
                .responseTimeout(Duration.ofMinutes(2))
                .build(stub);
    }

    /** Somebody who watches. */
    private static final class Watching
            implements ClientResponseObserver<WatchIncidentsRequest, IncidentChange>, AutoCloseable {
        private final BlockingQueue<IncidentChange> changes = new LinkedBlockingQueue<>();
        private final CompletableFuture<Void> ended = new CompletableFuture<>();
        private ClientCallStreamObserver<WatchIncidentsRequest> call;

        Watching(TestingQueryServer of, String service, String cursor) {
            client(of, RegressionServiceStub.class)
                    .watchIncidents(
                            WatchIncidentsRequest.newBuilder()
                                    .setService(service)
                                    .setCursor(cursor)
                                    .build(),
                            this);
        }

        IncidentChange next() throws InterruptedException {
            IncidentChange change = poll(Duration.ofMinutes(1));
            assertThat(change).as("a change within a minute").isNotNull();
            return change;
        }

        IncidentChange poll(Duration patience) throws InterruptedException {
            return changes.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<WatchIncidentsRequest> started) {
            call = started;
        }

        @Override
        public void onNext(IncidentChange change) {
            changes.add(change);
        }

        @Override
        public void onError(Throwable error) {
            ended.completeExceptionally(error);
        }

        @Override
        public void onCompleted() {
            ended.complete(null);
        }

        @Override
        public void close() {
            call.cancel("the test is over", null);
        }
    }
}
