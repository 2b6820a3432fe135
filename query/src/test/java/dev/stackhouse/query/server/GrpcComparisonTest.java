package dev.stackhouse.query.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import com.linecorp.armeria.client.grpc.GrpcClients;
import dev.stackhouse.proto.batch.v1.FrameType;
import dev.stackhouse.proto.query.v1.FlameGraphGroup;
import dev.stackhouse.proto.query.v1.GetDifferenceRequest;
import dev.stackhouse.proto.query.v1.GetDifferenceResponse;
import dev.stackhouse.proto.query.v1.GetFlameGraphRequest;
import dev.stackhouse.proto.query.v1.GetFlameGraphResponse;
import dev.stackhouse.proto.query.v1.GetLinesRequest;
import dev.stackhouse.proto.query.v1.GetSandwichRequest;
import dev.stackhouse.proto.query.v1.GetSandwichResponse;
import dev.stackhouse.proto.query.v1.GetTimeLineRequest;
import dev.stackhouse.proto.query.v1.GetTimeLineResponse;
import dev.stackhouse.proto.query.v1.GetTopMethodsRequest;
import dev.stackhouse.proto.query.v1.LineWeight;
import dev.stackhouse.proto.query.v1.ListLabelsRequest;
import dev.stackhouse.proto.query.v1.ListLabelsResponse;
import dev.stackhouse.proto.query.v1.ListServicesRequest;
import dev.stackhouse.proto.query.v1.ListServicesResponse;
import dev.stackhouse.proto.query.v1.MethodUse;
import dev.stackhouse.proto.query.v1.MethodWeight;
import dev.stackhouse.proto.query.v1.Normalization;
import dev.stackhouse.proto.query.v1.QueryServiceGrpc.QueryServiceBlockingStub;
import dev.stackhouse.proto.query.v1.SearchMethodsRequest;
import dev.stackhouse.proto.query.v1.SearchMethodsResponse;
import dev.stackhouse.proto.query.v1.Selection;
import dev.stackhouse.proto.query.v1.Series;
import dev.stackhouse.query.TestingQueryServer;
import dev.stackhouse.storage.TestingClickHouse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Questions that compare, narrow down or search, as a gRPC client sees them, on a real store. */
class GrpcComparisonTest {
    private static TestingClickHouse store;
    private static TestingQueryServer server;
    private static QueryServiceBlockingStub query;

    @BeforeAll
    static void start() {
        store = TestingClickHouse.start();
        SeededStore.write(store.address());
        server = TestingQueryServer.start(store.address());
        query = GrpcClients.newClient("gproto+http://127.0.0.1:" + server.port(), QueryServiceBlockingStub.class);
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
    void filtersStacks() {
        Selection.Builder selection = checkout();

        assertThat(value(selection.clone().addInclude("java.util.*"))).isEqualTo(16_200);
        assertThat(value(selection.clone().addExclude("/HashMap/"))).isEqualTo(1_800);
        assertThat(value(selection.clone().addLeafTypes(FrameType.FRAME_TYPE_KERNEL)))
                .isEqualTo(1_800);
        assertThat(value(selection.clone().setThread("http"))).isZero();
        assertRefused(
                () -> value(selection.clone().addInclude("/(/")),
                "include is '/(/', which is not a regular expression");
    }

    @Test
    void focusesOnAPath() {
        GetFlameGraphResponse graph = query.getFlameGraph(GetFlameGraphRequest.newBuilder()
                .setSelection(checkout())
                .addFocusPath("java.lang.Thread.run")
                .addFocusPath("do_syscall_64")
                .build());

        assertThat(graph.getLevelsList()).containsExactly(0, 1, 2);
        assertThat(graph.getSelfValuesList()).containsExactly(0L, 0L, 1_800L);
        assertThat(graph.getCoverage().getValue()).isEqualTo(18_000);
        assertRefused(
                () -> query.getFlameGraph(GetFlameGraphRequest.newBuilder()
                        .setSelection(checkout())
                        .addFocusPath("nobody")
                        .build()),
                "no 'nobody' at level 1");
    }

    @Test
    void drawsAFlameGraphForEachValueOfALabel() {
        GetFlameGraphResponse graph = query.getFlameGraph(GetFlameGraphRequest.newBuilder()
                .setSelection(checkout())
                .setGroupBy("version")
                .build());

        assertThat(graph.getGroupsList())
                .extracting(FlameGraphGroup::getLabelValue, FlameGraphGroup::getValue, FlameGraphGroup::getIsOther)
                .containsExactly(tuple("42", 12_000L, false), tuple("41", 6_000L, false));
        assertThat(graph.getCoverage().getValue()).isEqualTo(18_000);
        assertThat(graph.getCoverage().getInstances()).isEqualTo(2);
        FlameGraphGroup newest = graph.getGroups(0);
        assertThat(newest.getSelfValuesList()).containsExactly(0L, 0L, 0L, 0L, 3_600L, 7_200L, 1_200L);
        assertThat(graph.getNames(newest.getNameIndexes(0))).isEqualTo("all");
    }

    @Test
    void addsUpTheGroupsBeyondTheLimit() {
        GetFlameGraphResponse graph = query.getFlameGraph(GetFlameGraphRequest.newBuilder()
                .setSelection(checkout())
                .setGroupBy("instance")
                .setMaxGroups(1)
                .build());
        List<Series> series = query.getTimeLine(GetTimeLineRequest.newBuilder()
                        .setSelection(checkout())
                        .setGroupBy("version")
                        .setMaxSeries(1)
                        .build())
                .getSeriesList();

        assertThat(graph.getGroupsList())
                .extracting(FlameGraphGroup::getLabelValue, FlameGraphGroup::getValue, FlameGraphGroup::getIsOther)
                .containsExactly(tuple("b", 12_000L, false), tuple("(other)", 6_000L, true));
        assertThat(series)
                .extracting(Series::getLabelValue, Series::getIsOther)
                .containsExactly(tuple("42", false), tuple("(other)", true));
        assertThat(series.get(1).getValuesList().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(6_000);
    }

    @Test
    void comparesTwoVersions() {
        GetDifferenceResponse difference = query.getDifference(GetDifferenceRequest.newBuilder()
                .setBefore(checkout().setSelector("version=\"41\""))
                .setAfter(
                        checkout().setSelector("version=\"42\"").setService("").setEvent(""))
                .build());

        assertThat(difference.getBefore().getValue()).isEqualTo(6_000);
        assertThat(difference.getBefore().getSamples()).isEqualTo(60);
        assertThat(difference.getAfter().getValue()).isEqualTo(12_000);
        assertThat(difference.getAfter().getSamples()).isEqualTo(60);
        assertThat(difference.getBeforeSelfValuesList()).containsExactly(0L, 0L, 0L, 0L, 1_800L, 3_600L, 600L);
        assertThat(difference.getAfterSelfValuesList()).containsExactly(0L, 0L, 0L, 0L, 3_600L, 7_200L, 1_200L);
        assertThat(difference.getBeforeFactor()).isCloseTo(1 / 60_000.0, within(1e-12));
        assertThat(difference.getMethods(0).getMethod()).isEqualTo("java.lang.Thread.run");
        assertThat(difference.getMethods(0).getAfterTotalValue()).isEqualTo(12_000);
    }

    @Test
    void comparesShares() {
        GetDifferenceResponse difference = query.getDifference(GetDifferenceRequest.newBuilder()
                .setBefore(checkout().setSelector("version=\"41\""))
                .setAfter(checkout().setSelector("version=\"42\""))
                .setNormalization(Normalization.NORMALIZATION_SHARE)
                .build());

        assertThat(difference.getBeforeFactor() * 6_000).isCloseTo(1, within(1e-12));
        assertThat(difference.getAfterFactor() * 12_000).isCloseTo(1, within(1e-12));
        assertRefused(
                () -> query.getDifference(GetDifferenceRequest.newBuilder()
                        .setBefore(checkout())
                        .setAfter(checkout().setEvent("alloc"))
                        .build()),
                "before looks at cpu and after at alloc");
    }

    @Test
    void showsCallersAndCallees() {
        GetSandwichResponse sandwich = query.getSandwich(GetSandwichRequest.newBuilder()
                .setSelection(checkout())
                .setMethod("com.acme.Cart.total")
                .build());

        assertThat(sandwich.getSelfValue()).isZero();
        assertThat(sandwich.getTotalValue()).isEqualTo(16_200);
        assertThat(sandwich.getCallers().getNameIndexesList().stream().map(sandwich::getNames))
                .containsExactly("com.acme.Cart.total", "java.lang.Thread.run");
        assertThat(sandwich.getCallees().getSelfValuesList()).containsExactly(0L, 0L, 5_400L, 10_800L);
        assertRefused(
                () -> query.getSandwich(
                        GetSandwichRequest.newBuilder().setSelection(checkout()).build()),
                "method is missing");
    }

    @Test
    void weighsTheLinesOfAMethod() {
        assertThat(query.getLines(GetLinesRequest.newBuilder()
                                .setSelection(checkout())
                                .setMethod("com.acme.Cart.total")
                                .build())
                        .getLinesList())
                .extracting(LineWeight::getLine, LineWeight::getSelfValue, LineWeight::getTotalValue)
                .containsExactly(tuple(12, 0L, 10_800L), tuple(13, 0L, 5_400L));
    }

    @Test
    void findsWhoRunsAMethod() {
        SearchMethodsResponse found = query.searchMethods(SearchMethodsRequest.newBuilder()
                .setPattern("/syscall/")
                .setFromUnixMillis(SeededStore.START_MILLIS)
                .setToUnixMillis(SeededStore.END_MILLIS)
                .setLimit(2)
                .build());

        assertThat(found.getUsesList())
                .extracting(
                        MethodUse::getService, MethodUse::getLabelValue, MethodUse::getMethod, MethodUse::getTotalValue)
                .containsExactly(
                        tuple("checkout", "42", "do_syscall_64", 1_200L),
                        tuple("checkout", "41", "do_syscall_64", 600L));
        assertThat(found.getTruncated()).isTrue();
        assertThat(found.getUses(0).getHeaviestPathList()).containsExactly("java.lang.Thread.run", "do_syscall_64");
    }

    @Test
    void listsInPages() {
        ListServicesResponse first = query.listServices(
                ListServicesRequest.newBuilder().setPageSize(1).build());
        ListServicesResponse second = query.listServices(ListServicesRequest.newBuilder()
                .setPageSize(1)
                .setPageToken(first.getNextPageToken())
                .build());
        List<String> values = new ArrayList<>();
        String token = "";
        do {
            ListLabelsResponse page = query.listLabels(ListLabelsRequest.newBuilder()
                    .setService("checkout")
                    .setPageSize(2)
                    .setPageToken(token)
                    .build());
            page.getLabelsList().forEach(label -> label.getValuesList()
                    .forEach(value -> values.add(label.getName() + "=" + value)));
            token = page.getNextPageToken();
        } while (!token.isEmpty());

        assertThat(first.getServices(0).getName()).isEqualTo("checkout");
        assertThat(second.getServices(0).getName()).isEqualTo("search");
        assertThat(second.getNextPageToken()).isEmpty();
        assertThat(values).containsExactly("instance=a", "instance=b", "version=41", "version=42", "zone=eu-1");
    }

    @Test
    void saysWhatIsNotKeptAnyMore() {
        long day = 86_400_000;
        GetTopMethodsRequest old = GetTopMethodsRequest.newBuilder()
                .setSelection(checkout().setFromUnixMillis(SeededStore.START_MILLIS - 500 * day))
                .build();

        assertThat(query.getTopMethods(old).getCoverage().getRetainedFromUnixMillis())
                .isBetween(SeededStore.START_MILLIS - 402 * day, SeededStore.START_MILLIS - 399 * day);
        assertThat(query.getTopMethods(old).getCoverage().getResolutionMillis()).isEqualTo(1_800_000);
        assertThat(query.getTopMethods(old).getMethodsList())
                .extracting(MethodWeight::getSelfValue)
                .contains(16_200L);
    }

    @Test
    void aRangeOfWhichNothingIsKeptIsEmpty() {
        long day = 86_400_000;
        Selection.Builder old = checkout()
                .setFromUnixMillis(SeededStore.START_MILLIS - 500 * day)
                .setToUnixMillis(SeededStore.START_MILLIS - 450 * day);
        SearchMethodsResponse found = query.searchMethods(SearchMethodsRequest.newBuilder()
                .setPattern("java.util.*")
                .setFromUnixMillis(old.getFromUnixMillis())
                .setToUnixMillis(old.getToUnixMillis())
                .build());

        assertThat(value(old)).isZero();
        assertThat(value(old.clone().setSelector("zone=\"eu-1\""))).isZero();
        assertThat(query.getFlameGraph(GetFlameGraphRequest.newBuilder()
                                .setSelection(old)
                                .setGroupBy("version")
                                .build())
                        .getGroupsList())
                .isEmpty();
        assertThat(found.getUsesList()).isEmpty();
    }

    @Test
    void aTimeLineOfSomeStacks() {
        Selection.Builder some = checkout().addInclude("java.util.*");
        GetTimeLineResponse line = query.getTimeLine(GetTimeLineRequest.newBuilder()
                .setSelection(some)
                .setStepMillis(10_000)
                .build());
        GetTimeLineResponse byZone = query.getTimeLine(GetTimeLineRequest.newBuilder()
                .setSelection(some)
                .setGroupBy("zone")
                .build());
        GetTimeLineResponse none = query.getTimeLine(GetTimeLineRequest.newBuilder()
                .setSelection(checkout().addInclude("nobody.calls.this"))
                .build());

        assertThat(line.getCoverage().getValue())
                .isPositive()
                .isEqualTo(value(some))
                .isLessThan(value(checkout()));
        assertThat(sum(line)).isEqualTo(value(some));
        assertThat(sum(byZone)).isEqualTo(value(some));
        assertThat(none.getCoverage().getValue()).isZero();
    }

    private static long sum(GetTimeLineResponse line) {
        return line.getSeriesList().stream()
                .flatMap(series -> series.getValuesList().stream())
                .mapToLong(Long::longValue)
                .sum();
    }

    @Test
    void aTimeLineIsNotGroupedByThread() {
        assertRefused(
                () -> query.getTimeLine(GetTimeLineRequest.newBuilder()
                        .setSelection(checkout())
                        .setGroupBy("thread")
                        .build()),
                "a time line cannot be grouped by thread");
    }

    private static long value(Selection.Builder selection) {
        return query.getFlameGraph(GetFlameGraphRequest.newBuilder()
                        .setSelection(selection)
                        .build())
                .getCoverage()
                .getValue();
    }

    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT))
                .hasMessageContaining(message);
    }

    private static Selection.Builder checkout() {
        return Selection.newBuilder()
                .setService("checkout")
                .setEvent("cpu")
                .setFromUnixMillis(SeededStore.START_MILLIS)
                .setToUnixMillis(SeededStore.END_MILLIS);
    }
}
