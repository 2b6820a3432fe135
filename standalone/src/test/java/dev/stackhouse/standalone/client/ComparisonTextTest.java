package dev.stackhouse.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.proto.query.v1.CallTree;
import dev.stackhouse.proto.query.v1.Coverage;
import dev.stackhouse.proto.query.v1.GetDifferenceRequest;
import dev.stackhouse.proto.query.v1.GetDifferenceResponse;
import dev.stackhouse.proto.query.v1.GetLinesRequest;
import dev.stackhouse.proto.query.v1.GetLinesResponse;
import dev.stackhouse.proto.query.v1.GetTimeLineRequest;
import dev.stackhouse.proto.query.v1.GetTimeLineResponse;
import dev.stackhouse.proto.query.v1.LineWeight;
import dev.stackhouse.proto.query.v1.MethodDifference;
import dev.stackhouse.proto.query.v1.MethodUse;
import dev.stackhouse.proto.query.v1.Normalization;
import dev.stackhouse.proto.query.v1.SearchMethodsRequest;
import dev.stackhouse.proto.query.v1.SearchMethodsResponse;
import dev.stackhouse.proto.query.v1.Selection;
import dev.stackhouse.proto.query.v1.Series;
import dev.stackhouse.proto.query.v1.Unit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the commands that compare and search print. */
class ComparisonTextTest {
    private static final Selection CHECKOUT =
            Selection.newBuilder().setService("checkout").setEvent("cpu").build();
    /** A minute. */
    private static final Coverage MINUTE = Coverage.newBuilder()
            .setToUnixMillis(60_000)
            .setUnit(Unit.UNIT_NANOSECONDS)
            .setValue(120_000_000_000L)
            .setInstances(2)
            .build();

    @Test
    void aDifferenceShowsBothSidesAndTheChange() {
        GetDifferenceRequest request = GetDifferenceRequest.newBuilder()
                .setBefore(CHECKOUT)
                .setAfter(CHECKOUT)
                .setNormalization(Normalization.NORMALIZATION_SHARE)
                .build();
        GetDifferenceResponse response = GetDifferenceResponse.newBuilder()
                .setBefore(MINUTE)
                .setAfter(MINUTE.toBuilder().setValue(240_000_000_000L))
                .setBeforeFactor(1 / 120e9)
                .setAfterFactor(1 / 240e9)
                .addMethods(MethodDifference.newBuilder()
                        .setMethod("shop.Cart.total")
                        .setBeforeTotalValue(30_000_000_000L)
                        .setAfterTotalValue(120_000_000_000L))
                .build();

        assertThat(DiffTable.format(request, response).lines().skip(3))
                .containsExactly("before   after    change  method", "25.0 %  50.0 %  +100.0 %  shop.Cart.total");
        assertThat(DiffTable.change(0, 1)).isEqualTo("new");
        assertThat(DiffTable.change(1, 0)).isEqualTo("gone");
    }

    @Test
    void aTreeIsIndentedAndWeighsWhatLiesUnderANode() {
        CallTree tree = CallTree.newBuilder()
                .addAllLevels(List.of(0, 1, 2, 1))
                .addAllNameIndexes(List.of(0, 1, 2, 2))
                .addAllSelfValues(List.of(0L, 30_000_000_000L, 30_000_000_000L, 60_000_000_000L))
                .build();

        assertThat(TreeText.format(tree, List.of("a", "b", "c"), new Weight("cpu", MINUTE))
                        .lines())
                .containsExactly(
                        "     total           method",
                        "2.00 cores  100.0 %  a",
                        "1.00 cores   50.0 %   b",
                        "0.50 cores   25.0 %    c",
                        "1.00 cores   50.0 %   c");
    }

    @Test
    void linesAreNumbered() {
        GetLinesResponse response = GetLinesResponse.newBuilder()
                .setCoverage(MINUTE)
                .addLines(LineWeight.newBuilder()
                        .setLine(40)
                        .setSelfValue(60_000_000_000L)
                        .setTotalValue(60_000_000_000L))
                .addLines(LineWeight.newBuilder().setTotalValue(30_000_000_000L))
                .build();

        assertThat(LinesCommand.format(
                                GetLinesRequest.newBuilder()
                                        .setSelection(CHECKOUT)
                                        .setMethod("shop.Cart.total")
                                        .build(),
                                response)
                        .lines()
                        .skip(2))
                .containsExactly(
                        "shop.Cart.total",
                        "      self       total  line",
                        "1.00 cores  1.00 cores    40",
                        "0.00 cores  0.50 cores     ?");
    }

    @Test
    void aSearchShowsServicesAndPaths() {
        SearchMethodsResponse response = SearchMethodsResponse.newBuilder()
                .setToUnixMillis(60_000)
                .setUnit(Unit.UNIT_NANOSECONDS)
                .setTruncated(true)
                .addUses(MethodUse.newBuilder()
                        .setService("cart")
                        .setLabelValue("41")
                        .setMethod("json.Parser.parse")
                        .setSelfValue(60_000_000_000L)
                        .setTotalValue(60_000_000_000L)
                        .addHeaviestPath("main")
                        .addHeaviestPath("json.Parser.parse")
                        .setHeaviestPathValue(30_000_000_000L))
                .build();
        SearchMethodsRequest request = SearchMethodsRequest.newBuilder()
                .setEvent("cpu")
                .setGroupBy("version")
                .build();

        assertThat(SearchCommand.format(request, response, true).lines())
                .containsExactly(
                        "     total        self  service  version  method",
                        "1.00 cores  1.00 cores  cart     41       json.Parser.parse",
                        "There are more; --limit shows them.",
                        "",
                        "cart 41: 0.50 cores by",
                        "  main",
                        "  json.Parser.parse");
        assertThat(SearchCommand.format(request, SearchMethodsResponse.getDefaultInstance(), false))
                .startsWith("No service ran");
    }

    @Test
    void aTimeLineHasAColumnForEachSeries() {
        GetTimeLineResponse response = GetTimeLineResponse.newBuilder()
                .setCoverage(MINUTE)
                .setStepMillis(60_000)
                .addStepUnixMillis(0)
                .addSeries(Series.newBuilder().setLabelValue("eu").addValues(60_000_000_000L))
                .addSeries(Series.newBuilder().addValues(0))
                .build();

        assertThat(TimeLineCommand.format(
                                GetTimeLineRequest.newBuilder()
                                        .setSelection(CHECKOUT)
                                        .setGroupBy("zone")
                                        .build(),
                                response)
                        .lines()
                        .skip(2)
                        .map(line -> line.replaceAll("  +", "|").replaceAll("^[^|]*", "")))
                .containsExactly("|eu|(none)", "|1.00 cores|0.00 cores");
    }
}
