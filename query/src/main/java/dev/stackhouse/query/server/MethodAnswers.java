package dev.stackhouse.query.server;

import dev.stackhouse.proto.batch.v1.FrameType;
import dev.stackhouse.proto.query.v1.GetLinesRequest;
import dev.stackhouse.proto.query.v1.GetLinesResponse;
import dev.stackhouse.proto.query.v1.GetTopMethodsRequest;
import dev.stackhouse.proto.query.v1.GetTopMethodsResponse;
import dev.stackhouse.proto.query.v1.LineWeight;
import dev.stackhouse.proto.query.v1.MethodUse;
import dev.stackhouse.proto.query.v1.MethodWeight;
import dev.stackhouse.proto.query.v1.SearchMethodsRequest;
import dev.stackhouse.proto.query.v1.SearchMethodsResponse;
import dev.stackhouse.query.filter.FrameFilter;
import dev.stackhouse.query.flamegraph.Method;
import dev.stackhouse.query.flamegraph.MethodStacks;
import dev.stackhouse.query.lines.HotLines;
import dev.stackhouse.query.top.TopMethods;
import dev.stackhouse.storage.read.FramePattern;
import dev.stackhouse.storage.read.StackTotals;
import java.util.List;

/** Answers that are lists of methods or of their lines. Thread-safe. */
final class MethodAnswers {
    private static final int DEFAULT_LIMIT = 50;

    private final Selections selections;

    MethodAnswers(Selections selections) {
        this.selections = selections;
    }

    GetTopMethodsResponse top(GetTopMethodsRequest request) {
        Target target = selections.target(request.getSelection());
        int limit = Limits.atLeast(1, "limit", request.getLimit(), DEFAULT_LIMIT);
        StackTotals totals = selections.stacks(target);
        GetTopMethodsResponse.Builder response =
                GetTopMethodsResponse.newBuilder().setCoverage(Selections.coverage(target, totals));
        TopMethods.of(MethodStacks.of(totals), limit, request.getByTotal())
                .forEach(weight -> response.addMethods(MethodWeight.newBuilder()
                        .setMethod(weight.method().name())
                        .setType(weight.method().type())
                        .setSelfValue(weight.self())
                        .setTotalValue(weight.total())));
        return response.build();
    }

    GetLinesResponse lines(GetLinesRequest request) {
        Target target = selections.target(request.getSelection());
        String method = TreeAnswers.requireMethod(request.getMethod());
        int limit = Limits.atLeast(1, "limit", request.getLimit(), DEFAULT_LIMIT);
        StackTotals totals = selections.stacks(target);
        GetLinesResponse.Builder response =
                GetLinesResponse.newBuilder().setCoverage(Selections.coverage(target, totals));
        HotLines.of(totals, method, limit)
                .forEach(line -> response.addLines(LineWeight.newBuilder()
                        .setLine(line.line())
                        .setSelfValue(line.self())
                        .setTotalValue(line.total())));
        return response.build();
    }

    SearchMethodsResponse search(SearchMethodsRequest request) {
        FramePattern pattern = FrameFilter.parse("pattern", request.getPattern());
        ProfiledEvent event = ProfiledEvent.parse(request.getEvent());
        String label = request.getGroupBy().isEmpty() ? "version" : request.getGroupBy();
        Selections.requireLabel(label);
        int limit = Limits.atLeast(1, "limit", request.getLimit(), DEFAULT_LIMIT);
        TimeRange range = selections.range(request.getFromUnixMillis(), request.getToUnixMillis(), TimeRange.DAY);
        List<dev.stackhouse.storage.read.MethodUse> uses = selections
                .reader()
                .search(pattern, event.text(), label, range.fromMillis(), range.toMillis(), limit + 1);
        SearchMethodsResponse.Builder response = SearchMethodsResponse.newBuilder()
                .setFromUnixMillis(range.fromMillis())
                .setToUnixMillis(range.toMillis())
                .setUnit(event.unit())
                .setTruncated(uses.size() > limit);
        uses.stream().limit(limit).forEach(use -> response.addUses(use(use)));
        return response.build();
    }

    private static MethodUse use(dev.stackhouse.storage.read.MethodUse use) {
        String name = use.className().isEmpty() ? use.methodName() : use.className() + "." + use.methodName();
        MethodUse.Builder built = MethodUse.newBuilder()
                .setService(use.service())
                .setLabelValue(use.labelValue())
                .setMethod(name)
                .setTypeValue(FrameType.forNumber(use.type()) == null ? 0 : use.type())
                .setSelfValue(use.self())
                .setTotalValue(use.total())
                .setSamples(use.samples())
                .setHeaviestPathValue(use.heaviestPathValue());
        use.heaviestPath().stream()
                .filter(frame -> frame.type() != FrameType.FRAME_TYPE_THREAD_VALUE)
                .forEach(frame -> built.addHeaviestPath(Method.of(frame).name()));
        return built.build();
    }
}
