package dev.stackhouse.query.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.linecorp.armeria.client.grpc.GrpcClients;
import dev.stackhouse.proto.batch.v1.FrameType;
import dev.stackhouse.proto.batch.v1.Label;
import dev.stackhouse.proto.query.v1.Coverage;
import dev.stackhouse.proto.query.v1.ExportFormat;
import dev.stackhouse.proto.query.v1.ExportProfileRequest;
import dev.stackhouse.proto.query.v1.ExportProfileResponse;
import dev.stackhouse.proto.query.v1.GetFlameGraphRequest;
import dev.stackhouse.proto.query.v1.GetFlameGraphResponse;
import dev.stackhouse.proto.query.v1.GetLedgerRequest;
import dev.stackhouse.proto.query.v1.GetLedgerResponse;
import dev.stackhouse.proto.query.v1.GetTimeLineRequest;
import dev.stackhouse.proto.query.v1.GetTimeLineResponse;
import dev.stackhouse.proto.query.v1.GetTopMethodsRequest;
import dev.stackhouse.proto.query.v1.Instance;
import dev.stackhouse.proto.query.v1.LabelValues;
import dev.stackhouse.proto.query.v1.ListInstancesRequest;
import dev.stackhouse.proto.query.v1.ListInstancesResponse;
import dev.stackhouse.proto.query.v1.ListLabelsRequest;
import dev.stackhouse.proto.query.v1.ListServicesRequest;
import dev.stackhouse.proto.query.v1.MethodWeight;
import dev.stackhouse.proto.query.v1.QueryServiceGrpc.QueryServiceBlockingStub;
import dev.stackhouse.proto.query.v1.RateSpan;
import dev.stackhouse.proto.query.v1.Selection;
import dev.stackhouse.proto.query.v1.Unit;
import dev.stackhouse.query.TestingQueryServer;
import dev.stackhouse.storage.TestingClickHouse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc.HealthBlockingStub;
import io.grpc.reflection.v1.ServerReflectionGrpc.ServerReflectionStub;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The API as a gRPC client sees it, on a real store. */
class GrpcQueryTest {
    private static TestingClickHouse store;
    private static TestingQueryServer server;
    private static QueryServiceBlockingStub query;

    @BeforeAll
    static void start() {
        store = TestingClickHouse.start();
        SeededStore.write(store.address());
        server = TestingQueryServer.start(store.address());
        query = client(QueryServiceBlockingStub.class);
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

    @Test
    void aFlameGraphMergesTheInstances() {
        GetFlameGraphResponse graph = query.getFlameGraph(
                GetFlameGraphRequest.newBuilder().setSelection(checkout("")).build());

        assertThat(text(graph))
                .containsExactly(
                        "all 0",
                        " java.lang.Thread.run 0",
                        "  com.acme.Cart.total 0",
                        "   com.acme.Cart.total 0",
                        "    java.util.HashMap.get 5400",
                        "   java.util.HashMap.get 10800",
                        "  do_syscall_64 1800");
        assertThat(graph.getNameTypesList())
                .containsExactlyInAnyOrder(
                        FrameType.FRAME_TYPE_UNSPECIFIED,
                        FrameType.FRAME_TYPE_JIT_COMPILED,
                        FrameType.FRAME_TYPE_JIT_COMPILED,
                        FrameType.FRAME_TYPE_JIT_COMPILED,
                        FrameType.FRAME_TYPE_KERNEL);
        assertThat(graph.getCoverage())
                .isEqualTo(Coverage.newBuilder()
                        .setFromUnixMillis(SeededStore.START_MILLIS)
                        .setToUnixMillis(SeededStore.END_MILLIS)
                        .setSamples(120)
                        .setValue(18_000)
                        .setUnit(Unit.UNIT_NANOSECONDS)
                        .setInstances(2)
                        .setResolutionMillis(10_000)
                        .build());
    }

    @Test
    void aSmallFlameGraphKeepsTheWeight() {
        GetFlameGraphResponse graph = query.getFlameGraph(GetFlameGraphRequest.newBuilder()
                .setSelection(checkout(""))
                .setMaxNodes(5)
                .build());

        assertThat(text(graph))
                .containsExactly(
                        "all 0",
                        " java.lang.Thread.run 0",
                        "  com.acme.Cart.total 0",
                        "   (other) 16200",
                        "  (other) 1800");
    }

    @Test
    void selectorsChooseInstances() {
        assertThat(valueOf(checkout("version=\"41\""))).isEqualTo(6_000);
        assertThat(valueOf(checkout("version!=\"41\""))).isEqualTo(12_000);
        assertThat(valueOf(checkout("version=~\"4.\",instance=\"b\""))).isEqualTo(12_000);
        assertThat(valueOf(checkout("zone!~\"eu-.\""))).isZero();
        assertThat(valueOf(checkout("pod=\"\""))).isEqualTo(18_000);
    }

    @Test
    void rangesAreWidenedToWindows() {
        Selection middle = checkout("").toBuilder()
                .setFromUnixMillis(SeededStore.START_MILLIS + 10_001)
                .setToUnixMillis(SeededStore.START_MILLIS + 20_001)
                .build();

        GetFlameGraphResponse graph = query.getFlameGraph(
                GetFlameGraphRequest.newBuilder().setSelection(middle).build());

        assertThat(graph.getCoverage().getFromUnixMillis()).isEqualTo(SeededStore.START_MILLIS + 10_000);
        assertThat(graph.getCoverage().getToUnixMillis()).isEqualTo(SeededStore.START_MILLIS + 30_000);
        assertThat(graph.getCoverage().getValue()).isEqualTo(6_000);
    }

    @Test
    void withoutARangeTheLastHourIsMeant() {
        assertThat(valueOf(Selection.newBuilder().setService("checkout").build()))
                .isEqualTo(18_000);
    }

    @Test
    void aRangeWithoutDataIsEmptyAndNoError() {
        Selection before = checkout("").toBuilder()
                .setFromUnixMillis(SeededStore.START_MILLIS - 60_000)
                .setToUnixMillis(SeededStore.START_MILLIS)
                .build();

        assertThat(text(query.getFlameGraph(
                        GetFlameGraphRequest.newBuilder().setSelection(before).build())))
                .containsExactly("all 0");
    }

    @Test
    void topMethodsCountRecursionOnce() {
        List<MethodWeight> methods = query.getTopMethods(GetTopMethodsRequest.newBuilder()
                        .setSelection(checkout(""))
                        .setByTotal(true)
                        .build())
                .getMethodsList();

        assertThat(methods)
                .extracting(m -> m.getMethod() + " " + m.getSelfValue() + " " + m.getTotalValue())
                .containsExactly(
                        "java.lang.Thread.run 0 18000",
                        "java.util.HashMap.get 16200 16200",
                        "com.acme.Cart.total 0 16200",
                        "do_syscall_64 1800 1800");
    }

    @Test
    void aTimeLineHasAValueForEveryStep() {
        GetTimeLineResponse line = query.getTimeLine(GetTimeLineRequest.newBuilder()
                .setSelection(checkout("").toBuilder().setToUnixMillis(SeededStore.END_MILLIS + 40_000))
                .setStepMillis(20_000)
                .build());

        assertThat(line.getStepMillis()).isEqualTo(20_000);
        assertThat(line.getStepUnixMillisList()).hasSize(5).startsWith(SeededStore.START_MILLIS);
        assertThat(line.getSeriesList()).hasSize(1);
        assertThat(line.getSeries(0).getValuesList()).containsExactly(6_000L, 6_000L, 6_000L, 0L, 0L);
        assertThat(line.getCoverage().getSamples()).isEqualTo(120);
    }

    @Test
    void aTimeLineByLabelHasASeriesPerValueHeaviestFirst() {
        GetTimeLineResponse line = query.getTimeLine(GetTimeLineRequest.newBuilder()
                .setSelection(checkout(""))
                .setGroupBy("version")
                .build());

        assertThat(line.getStepMillis()).isEqualTo(10_000);
        assertThat(line.getSeriesList())
                .extracting(series -> series.getLabelValue() + " " + series.getValues(0))
                .containsExactly("42 2000", "41 1000");
    }

    @Test
    void listsServicesAndLabels() {
        assertThat(query.listServices(ListServicesRequest.getDefaultInstance()).getServicesList())
                .extracting(service -> service.getName() + " " + service.getEventsList() + " " + service.getInstances())
                .containsExactly("checkout [alloc, cpu] 2", "search [cpu] 1");
        assertThat(query.listLabels(ListLabelsRequest.newBuilder()
                                .setService("checkout")
                                .build())
                        .getLabelsList())
                .extracting(LabelValues::getName, label -> List.copyOf(label.getValuesList()))
                .containsExactly(
                        tuple("instance", List.of("a", "b")),
                        tuple("version", List.of("41", "42")),
                        tuple("zone", List.of("eu-1")));
    }

    @Test
    void listsInstancesAndWhatTheySayAboutThemselves() {
        ListInstancesRequest request =
                ListInstancesRequest.newBuilder().setService("checkout").build();
        ListInstancesResponse all = query.listInstances(request);
        ListInstancesResponse first =
                query.listInstances(request.toBuilder().setPageSize(1).build());
        ListInstancesResponse second = query.listInstances(
                request.toBuilder().setPageToken(first.getNextPageToken()).build());
        ListInstancesResponse ofOne =
                query.listInstances(request.toBuilder().setInstanceId("a").build());
        ListInstancesResponse selected = query.listInstances(
                request.toBuilder().setSelector("version=\"42\"").build());

        assertThat(all.getInstancesList())
                .extracting(Instance::getInstanceId, GrpcQueryTest::factNames, Instance::hasRates)
                .containsExactly(tuple("a", List.of("jvm.version"), true), tuple("b", List.of(), false));
        assertThat(all.getInstances(0).getLabelsList())
                .extracting(label -> label.getName() + "=" + label.getValue())
                .containsExactly("version=41", "zone=eu-1");
        RateSpan rates = all.getInstances(0).getRates();
        assertThat(rates.getPolicy()).isEqualTo("p-1");
        assertThat(rates.getRatesList())
                .extracting(rate -> rate.getEvent() + " " + rate.getInterval() + " " + rate.getSlowed())
                .containsExactly("EVENT_TYPE_CPU 10000000 1", "EVENT_TYPE_NATIVE_MEMORY 1024 1");
        assertThat(first.getInstancesList()).containsExactly(all.getInstances(0));
        assertThat(second.getInstancesList()).containsExactly(all.getInstances(1));
        assertThat(factNames(ofOne.getInstances(0))).containsExactly("jvm.flags", "jvm.version");
        assertThat(selected.getInstancesList())
                .extracting(Instance::getInstanceId)
                .containsExactly("b");
    }

    private static List<String> factNames(Instance instance) {
        return instance.getFactsList().stream().map(Label::getName).toList();
    }

    @Test
    void theBooksSayWhenAnInstanceDidNotKeepToItsSettings() {
        GetLedgerResponse books = query.getLedger(
                GetLedgerRequest.newBuilder().setService("checkout").build());

        assertThat(books.getInstances(0).getChangedRatesList())
                .extracting(span -> (span.getToUnixMillis() - span.getFromUnixMillis()) + " "
                        + span.getRates(0).getSlowed() + " " + span.getPolicy())
                .containsExactly("20000 4 ", "20000 1 p-1");
        assertThat(books.getInstances(1).getChangedRatesList()).isEmpty();
    }

    @Test
    void theBooksSayWhetherTheyBalance() {
        GetLedgerResponse balanced = query.getLedger(
                GetLedgerRequest.newBuilder().setService("checkout").build());
        GetLedgerResponse all = query.getLedger(GetLedgerRequest.getDefaultInstance());

        assertThat(balanced.getBalanced()).isTrue();
        assertThat(balanced.getEntriesList())
                .extracting(entry -> entry.getInstanceId() + " " + entry.getEvent() + " " + entry.getSamplesTaken()
                        + " " + entry.getSamplesStored() + " " + entry.getDroppedCount())
                .containsExactly("a alloc 6 6 0", "a cpu 72 60 1", "b alloc 6 6 0", "b cpu 72 60 1");
        assertThat(all.getBalanced()).isFalse();
        assertThat(all.getEntriesCount()).isEqualTo(5);
        assertThat(all.getInstancesList())
                .extracting(instance ->
                        instance.getInstanceId() + " " + instance.getBatchesSeen() + " " + instance.getBatchesMissing())
                .containsExactly("a 6 0", "b 6 0", "s 1 0");
    }

    @Test
    void exportsCollapsedStacks() {
        ExportProfileResponse file = query.exportProfile(ExportProfileRequest.newBuilder()
                .setSelection(checkout("").toBuilder().setEvent("alloc"))
                .setFormat(ExportFormat.EXPORT_FORMAT_COLLAPSED)
                .build());

        assertThat(file.getContent().toStringUtf8())
                .isEqualTo("java.lang.Thread.run;com.acme.Cart.total;java.util.HashMap.get 60\n");
        assertThat(file.getFileName()).startsWith("checkout-alloc-").endsWith(".collapsed.txt");
    }

    @Test
    void refusesWhatIsWrongAndSaysWhy() {
        assertFails(Selection.getDefaultInstance(), Status.Code.INVALID_ARGUMENT, "selection.service is missing");
        assertFails(checkout("version"), Status.Code.INVALID_ARGUMENT, "malformed selector at position 8");
        assertFails(
                checkout("").toBuilder().setEvent("heat").build(),
                Status.Code.INVALID_ARGUMENT,
                "unknown event 'heat'; one of cpu, wall, alloc, live, lock, native-memory");
        assertFails(
                checkout("").toBuilder()
                        .setToUnixMillis(SeededStore.START_MILLIS)
                        .build(),
                Status.Code.INVALID_ARGUMENT,
                "the range is empty or inverted");
        assertFails(
                checkout("").toBuilder().setToUnixMillis(Long.MAX_VALUE).build(),
                Status.Code.INVALID_ARGUMENT,
                "is not a time between 1970 and 2100");
        assertFails(
                checkout("").toBuilder().setService("chekout").build(),
                Status.Code.NOT_FOUND,
                "no service 'chekout' in the store; known: checkout, search");
    }

    @Test
    void isHealthyWhileTheStoreAnswers() throws InterruptedException {
        HealthBlockingStub health = client(HealthBlockingStub.class);

        ServingStatus status = ServingStatus.UNKNOWN;
        for (int i = 0; i < 300 && status != ServingStatus.SERVING; i++) {
            TimeUnit.MILLISECONDS.sleep(100);
            status = health.check(HealthCheckRequest.getDefaultInstance()).getStatus();
        }

        assertThat(status).isEqualTo(ServingStatus.SERVING);
    }

    @Test
    void describesItself() throws InterruptedException {
        BlockingQueue<ServerReflectionResponse> answers = new LinkedBlockingQueue<>();
        StreamObserver<ServerReflectionRequest> questions = client(ServerReflectionStub.class)
                .serverReflectionInfo(new StreamObserver<>() {
                    @Override
                    public void onNext(ServerReflectionResponse response) {
                        answers.add(response);
                    }

                    @Override
                    public void onError(Throwable error) {
                        answers.add(ServerReflectionResponse.getDefaultInstance());
                    }

                    @Override
                    public void onCompleted() {}
                });
        questions.onNext(
                ServerReflectionRequest.newBuilder().setListServices("").build());
        ServerReflectionResponse answer = answers.poll(30, TimeUnit.SECONDS);
        questions.onCompleted();

        assertThat(answer).isNotNull();
        assertThat(answer.getListServicesResponse().getServiceList())
                .extracting(service -> service.getName())
                .contains("stackhouse.query.v1.QueryService", "grpc.health.v1.Health");
    }

    private static <T> T client(Class<T> type) {
        return GrpcClients.newClient("gproto+http://127.0.0.1:" + server.port() + "/", type);
    }

    private static Selection checkout(String selector) {
        return Selection.newBuilder()
                .setService("checkout")
                .setSelector(selector)
                .setFromUnixMillis(SeededStore.START_MILLIS)
                .setToUnixMillis(SeededStore.END_MILLIS)
                .build();
    }

    private static long valueOf(Selection selection) {
        return query.getFlameGraph(GetFlameGraphRequest.newBuilder()
                        .setSelection(selection)
                        .build())
                .getCoverage()
                .getValue();
    }

    private static void assertFails(Selection selection, Status.Code code, String message) {
        assertThatThrownBy(() -> valueOf(selection)).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
            assertThat(e.getStatus().getCode()).isEqualTo(code);
            assertThat(e.getStatus().getDescription()).contains(message);
        });
    }

    private static List<String> text(GetFlameGraphResponse graph) {
        List<String> lines = new ArrayList<>();
        for (int node = 0; node < graph.getLevelsCount(); node++) {
            lines.add(" ".repeat(graph.getLevels(node)) + graph.getNames(graph.getNameIndexes(node)) + " "
                    + graph.getSelfValues(node));
        }
        return lines;
    }
}
