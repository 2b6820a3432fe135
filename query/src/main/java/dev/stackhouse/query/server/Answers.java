package dev.stackhouse.query.server;

import dev.stackhouse.proto.query.v1.Coverage;
import dev.stackhouse.proto.query.v1.ExportProfileRequest;
import dev.stackhouse.proto.query.v1.ExportProfileResponse;
import dev.stackhouse.proto.query.v1.GetFlameGraphRequest;
import dev.stackhouse.proto.query.v1.GetFlameGraphResponse;
import dev.stackhouse.proto.query.v1.GetLedgerRequest;
import dev.stackhouse.proto.query.v1.GetLedgerResponse;
import dev.stackhouse.proto.query.v1.GetTimeLineRequest;
import dev.stackhouse.proto.query.v1.GetTimeLineResponse;
import dev.stackhouse.proto.query.v1.GetTopMethodsRequest;
import dev.stackhouse.proto.query.v1.GetTopMethodsResponse;
import dev.stackhouse.proto.query.v1.LabelValues;
import dev.stackhouse.proto.query.v1.ListLabelsRequest;
import dev.stackhouse.proto.query.v1.ListLabelsResponse;
import dev.stackhouse.proto.query.v1.ListServicesRequest;
import dev.stackhouse.proto.query.v1.ListServicesResponse;
import dev.stackhouse.proto.query.v1.MethodWeight;
import dev.stackhouse.proto.query.v1.Service;
import dev.stackhouse.query.flamegraph.FlameTree;
import dev.stackhouse.query.flamegraph.MethodStacks;
import dev.stackhouse.query.flamegraph.Pruning;
import dev.stackhouse.query.selector.LabelName;
import dev.stackhouse.query.top.TopMethods;
import dev.stackhouse.storage.read.LedgerRow;
import dev.stackhouse.storage.read.ProfileReader;
import dev.stackhouse.storage.read.SelectionSummary;
import dev.stackhouse.storage.read.ServiceRow;
import dev.stackhouse.storage.read.StackTotals;
import dev.stackhouse.storage.read.StackTotals.StackTotal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Answers requests from the store. Every method blocks, and throws what {@link ErrorStatus} knows. Thread-safe. */
final class Answers {
    private static final int DEFAULT_NODES = 50_000;
    private static final int DEFAULT_METHODS = 50;
    private static final int SERVICES_NAMED = 20;

    private final ProfileReader reader;
    private final Clock clock;

    Answers(ProfileReader reader, Clock clock) {
        this.reader = reader;
        this.clock = clock;
    }

    ListServicesResponse services(ListServicesRequest request) {
        TimeRange range = range(request.getFromUnixMillis(), request.getToUnixMillis(), TimeRange.DAY);
        ListServicesResponse.Builder response = ListServicesResponse.newBuilder();
        for (ServiceRow row : reader.services(range.fromMillis(), range.toMillis())) {
            response.addServices(Service.newBuilder()
                    .setName(row.name())
                    .addAllEvents(row.events())
                    .setInstances(row.instances())
                    .setLastWindowUnixMillis(row.lastWindowMillis()));
        }
        return response.build();
    }

    ListLabelsResponse labels(ListLabelsRequest request) {
        String service = Target.requireService(request.getService(), "service");
        TimeRange range = range(request.getFromUnixMillis(), request.getToUnixMillis(), TimeRange.HOUR);
        ListLabelsResponse.Builder response = ListLabelsResponse.newBuilder();
        reader.labels(service, range.fromMillis(), range.toMillis())
                .forEach((name, values) -> response.addLabels(
                        LabelValues.newBuilder().setName(name).addAllValues(values)));
        if (response.getLabelsCount() == 0) {
            requireKnown(service, range);
        }
        return response.build();
    }

    GetFlameGraphResponse flameGraph(GetFlameGraphRequest request) {
        Target target = Target.of(request.getSelection(), clock.instant());
        int maxNodes = atLeast(Pruning.LEAST_NODES, "max_nodes", request.getMaxNodes(), DEFAULT_NODES);
        StackTotals totals = totals(target);
        FlameTree tree = Pruning.prune(FlameTree.of(MethodStacks.of(totals)), maxNodes);
        GetFlameGraphResponse.Builder response =
                GetFlameGraphResponse.newBuilder().setCoverage(coverage(target, totals));
        tree.methods().forEach(method -> response.addNames(method.name()).addNameTypes(method.type()));
        for (int node = 0; node < tree.size(); node++) {
            response.addLevels(tree.level(node))
                    .addNameIndexes(tree.methodIndex(node))
                    .addSelfValues(tree.selfValue(node));
        }
        return response.build();
    }

    GetTopMethodsResponse topMethods(GetTopMethodsRequest request) {
        Target target = Target.of(request.getSelection(), clock.instant());
        int limit = atLeast(1, "limit", request.getLimit(), DEFAULT_METHODS);
        StackTotals totals = totals(target);
        GetTopMethodsResponse.Builder response =
                GetTopMethodsResponse.newBuilder().setCoverage(coverage(target, totals));
        TopMethods.of(MethodStacks.of(totals), limit, request.getByTotal())
                .forEach(weight -> response.addMethods(MethodWeight.newBuilder()
                        .setMethod(weight.method().name())
                        .setType(weight.method().type())
                        .setSelfValue(weight.self())
                        .setTotalValue(weight.total())));
        return response.build();
    }

    GetTimeLineResponse timeLine(GetTimeLineRequest request) {
        Target target = Target.of(request.getSelection(), clock.instant());
        Steps steps = Steps.of(target.range(), request.getStepMillis());
        String groupBy = request.getGroupBy();
        if (!groupBy.isEmpty() && !LabelName.isValid(groupBy)) {
            throw RequestException.invalid("group_by is '" + groupBy + "', which cannot be the name of a label");
        }
        SelectionSummary summary = reader.summary(target.query());
        if (summary.samples() == 0) {
            requireKnown(target.service(), target.range());
        }
        return GetTimeLineResponse.newBuilder()
                .setCoverage(coverage(target, summary))
                .setStepMillis(steps.stepMillis())
                .addAllStepUnixMillis(steps.starts())
                .addAllSeries(steps.fill(reader.timeLine(target.query(), steps.stepMillis(), groupBy)))
                .build();
    }

    GetLedgerResponse ledger(GetLedgerRequest request) {
        TimeRange range = range(request.getFromUnixMillis(), request.getToUnixMillis(), TimeRange.HOUR);
        List<LedgerRow> rows =
                reader.ledger(request.getService(), request.getInstanceId(), range.fromMillis(), range.toMillis());
        if (rows.isEmpty() && !request.getService().isEmpty()) {
            requireKnown(request.getService(), range);
        }
        return Books.of(rows);
    }

    ExportProfileResponse export(ExportProfileRequest request) {
        ProfileFile file = ProfileFile.of(request.getFormat());
        Target target = Target.of(request.getSelection(), clock.instant());
        return file.write(target, totals(target));
    }

    private StackTotals totals(Target target) {
        StackTotals totals = reader.stacks(target.query());
        if (totals.stacks().isEmpty()) {
            requireKnown(target.service(), target.range());
        }
        return totals;
    }

    private static Coverage coverage(Target target, StackTotals totals) {
        long samples = totals.stacks().stream().mapToLong(StackTotal::samples).sum();
        long value = totals.stacks().stream().mapToLong(StackTotal::value).sum();
        return coverage(target, new SelectionSummary(value, samples, totals.instances()));
    }

    private static Coverage coverage(Target target, SelectionSummary summary) {
        return Coverage.newBuilder()
                .setFromUnixMillis(target.range().fromMillis())
                .setToUnixMillis(target.range().toMillis())
                .setSamples(summary.samples())
                .setValue(summary.value())
                .setUnit(target.event().unit())
                .setInstances(summary.instances())
                .build();
    }

    private void requireKnown(String service, TimeRange range) {
        if (reader.knows(service)) {
            return;
        }
        long fromMillis = range.toMillis() - TimeRange.DAY.toMillis();
        List<String> names = reader.services(Math.max(0, fromMillis), range.toMillis()).stream()
                .map(ServiceRow::name)
                .toList();
        String known = names.stream().limit(SERVICES_NAMED).collect(Collectors.joining(", "))
                + (names.size() > SERVICES_NAMED ? ", ..." : "");
        throw new RequestException(
                RequestException.Category.NOT_FOUND,
                "no service '" + service + "' in the store; known: " + (known.isEmpty() ? "none" : known));
    }

    private TimeRange range(long fromMillis, long toMillis, Duration defaultLength) {
        return TimeRange.of(fromMillis, toMillis, defaultLength, clock.instant());
    }

    private static int atLeast(int least, String field, int value, int defaultValue) {
        if (value != 0 && value < least) {
            throw RequestException.invalid(field + " is " + value + "; it must be 0 or at least " + least);
        }
        return value == 0 ? defaultValue : value;
    }
}
