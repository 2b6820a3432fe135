package dev.stackhouse.query.server;

import dev.stackhouse.proto.query.v1.ExportProfileRequest;
import dev.stackhouse.proto.query.v1.ExportProfileResponse;
import dev.stackhouse.proto.query.v1.GetLedgerRequest;
import dev.stackhouse.proto.query.v1.GetLedgerResponse;
import dev.stackhouse.proto.query.v1.GetTimeLineRequest;
import dev.stackhouse.proto.query.v1.GetTimeLineResponse;
import dev.stackhouse.proto.query.v1.LabelValues;
import dev.stackhouse.proto.query.v1.ListLabelsRequest;
import dev.stackhouse.proto.query.v1.ListLabelsResponse;
import dev.stackhouse.proto.query.v1.ListServicesRequest;
import dev.stackhouse.proto.query.v1.ListServicesResponse;
import dev.stackhouse.proto.query.v1.Service;
import dev.stackhouse.query.compare.VersionComparison;
import dev.stackhouse.storage.read.LedgerRow;
import dev.stackhouse.storage.read.ProfileReader;
import dev.stackhouse.storage.read.SelectionSummary;
import dev.stackhouse.storage.read.ServiceRow;
import dev.stackhouse.storage.read.TimeLine;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers requests from the store. Every method blocks, and throws what {@link ErrorStatus} knows. Thread-safe. */
final class Answers {
    private static final int DEFAULT_SERIES = 10;

    private final Selections selections;
    private final ProfileReader reader;
    private final TreeAnswers trees;
    private final MethodAnswers methods;
    private final InstanceAnswers instances;
    private final VersionAnswers versions;

    Answers(ProfileReader reader, Clock clock) {
        this.selections = new Selections(reader, clock);
        this.reader = reader;
        this.trees = new TreeAnswers(selections);
        this.methods = new MethodAnswers(selections);
        this.instances = new InstanceAnswers(selections, reader);
        this.versions = new VersionAnswers(selections, new VersionComparison(reader, clock));
    }

    TreeAnswers trees() {
        return trees;
    }

    MethodAnswers methods() {
        return methods;
    }

    InstanceAnswers instances() {
        return instances;
    }

    VersionAnswers versions() {
        return versions;
    }

    ListServicesResponse services(ListServicesRequest request) {
        TimeRange range = selections.range(request.getFromUnixMillis(), request.getToUnixMillis(), TimeRange.DAY);
        Page<ServiceRow> page = Page.of(
                reader.services(range.fromMillis(), range.toMillis()),
                ServiceRow::name,
                request.getPageSize(),
                request.getPageToken());
        ListServicesResponse.Builder response =
                ListServicesResponse.newBuilder().setNextPageToken(page.nextToken());
        for (ServiceRow row : page.entries()) {
            response.addServices(Service.newBuilder()
                    .setName(row.name())
                    .addAllEvents(row.events())
                    .setInstances(row.instances())
                    .setLastWindowUnixMillis(row.lastWindowMillis()));
        }
        return response.build();
    }

    ListLabelsResponse labels(ListLabelsRequest request) {
        record Label(String name, String value) {
            /** No name of a label has the separator. */
            String key() {
                return name + '\u0001' + value;
            }
        }
        String service = Target.requireService(request.getService(), "service");
        TimeRange range = selections.range(request.getFromUnixMillis(), request.getToUnixMillis(), TimeRange.HOUR);
        List<Label> labels = new ArrayList<>();
        reader.labels(service, range.fromMillis(), range.toMillis())
                .forEach((name, values) -> values.forEach(value -> labels.add(new Label(name, value))));
        if (labels.isEmpty()) {
            selections.requireKnown(service, range);
        }
        Page<Label> page = Page.of(labels, Label::key, request.getPageSize(), request.getPageToken());
        Map<String, LabelValues.Builder> valuesByName = new LinkedHashMap<>();
        page.entries().forEach(label -> valuesByName
                .computeIfAbsent(label.name, name -> LabelValues.newBuilder().setName(name))
                .addValues(label.value));
        ListLabelsResponse.Builder response = ListLabelsResponse.newBuilder().setNextPageToken(page.nextToken());
        valuesByName.values().forEach(response::addLabels);
        return response.build();
    }

    GetTimeLineResponse timeLine(GetTimeLineRequest request) {
        Target target = selections.target(request.getSelection());
        Steps steps = Steps.of(target.range(), request.getStepMillis());
        int maxSeries = Limits.atLeast(1, "max_series", request.getMaxSeries(), DEFAULT_SERIES);
        String groupBy = request.getGroupBy();
        Selections.requireLabel(groupBy);
        if (groupBy.equals(Selections.THREAD)) {
            throw RequestException.invalid(
                    "a time line cannot be grouped by thread: ask for one thread at a time, or for flame graphs by thread");
        }
        TimeLine line = target.filter().keepsAll()
                ? reader.timeLine(target.query(), steps.stepMillis(), groupBy)
                : reader.timeLine(
                        target.query(),
                        steps.stepMillis(),
                        groupBy,
                        target.filter().stacks());
        SelectionSummary summary = line.summary();
        if (summary.samples() == 0) {
            selections.requireKnown(target.service(), target.range());
        }
        return GetTimeLineResponse.newBuilder()
                .setCoverage(Selections.coverage(target, summary))
                .setStepMillis(steps.stepMillis())
                .addAllStepUnixMillis(steps.starts())
                .addAllSeries(steps.fill(line, maxSeries))
                .build();
    }

    GetLedgerResponse ledger(GetLedgerRequest request) {
        TimeRange range = selections.range(request.getFromUnixMillis(), request.getToUnixMillis(), TimeRange.HOUR);
        List<LedgerRow> rows =
                reader.ledger(request.getService(), request.getInstanceId(), range.fromMillis(), range.toMillis());
        if (rows.isEmpty() && !request.getService().isEmpty()) {
            selections.requireKnown(request.getService(), range);
        }
        return Books.of(
                rows,
                reader.changedRates(
                        request.getService(), request.getInstanceId(), range.fromMillis(), range.toMillis()));
    }

    ExportProfileResponse export(ExportProfileRequest request) {
        ProfileFile file = ProfileFile.of(request.getFormat());
        Target target = selections.target(request.getSelection());
        return file.write(target, selections.stacks(target));
    }
}
