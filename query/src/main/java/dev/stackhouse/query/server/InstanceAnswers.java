package dev.stackhouse.query.server;

import dev.stackhouse.proto.batch.v1.Label;
import dev.stackhouse.proto.query.v1.Instance;
import dev.stackhouse.proto.query.v1.ListInstancesRequest;
import dev.stackhouse.proto.query.v1.ListInstancesResponse;
import dev.stackhouse.query.selector.SelectorParser;
import dev.stackhouse.storage.read.InstanceRates;
import dev.stackhouse.storage.read.InstanceRow;
import dev.stackhouse.storage.read.LabelMatcher;
import dev.stackhouse.storage.read.ProfileReader;
import dev.stackhouse.storage.read.Rates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Answers about instances: what they are, and what they say about themselves. Thread-safe. */
final class InstanceAnswers {
    private static final int MOST = 1_000;

    /** What a list of instances tells of each; flags and such are long. */
    private static final List<String> MAIN_FACTS = List.of(
            "application.version",
            "collector.version",
            "container.cpu_limit_cores",
            "container.memory_limit_bytes",
            "jvm.cores",
            "jvm.gc",
            "jvm.heap_limit_bytes",
            "jvm.main",
            "jvm.name",
            "jvm.started",
            "jvm.vendor",
            "jvm.version",
            "profiler.version");

    private final Selections selections;
    private final ProfileReader reader;

    InstanceAnswers(Selections selections, ProfileReader reader) {
        this.selections = selections;
        this.reader = reader;
    }

    ListInstancesResponse list(ListInstancesRequest request) {
        String service = Target.requireService(request.getService(), "service");
        TimeRange range = selections.range(request.getFromUnixMillis(), request.getToUnixMillis(), TimeRange.HOUR);
        String wanted = request.getInstanceId();
        List<LabelMatcher> matchers = new ArrayList<>(SelectorParser.parse(request.getSelector()));
        if (!wanted.isEmpty()) {
            matchers.add(new LabelMatcher("instance", LabelMatcher.Operator.EQUAL, wanted));
        }
        int pageSize = Math.min(MOST, Limits.atLeast(1, "page_size", request.getPageSize(), MOST));
        Page<InstanceRow> page = Page.of(
                reader.instances(service, matchers, range.fromMillis(), range.toMillis()),
                InstanceRow::instance,
                pageSize,
                request.getPageToken());
        if (page.entries().isEmpty()) {
            selections.requireKnown(service, range);
        }
        List<String> ids = page.entries().stream().map(InstanceRow::instance).toList();
        Map<String, SortedMap<String, String>> facts =
                reader.facts(service, ids, wanted.isEmpty() ? MAIN_FACTS : List.of());
        Map<String, Rates> newest = new HashMap<>();
        for (InstanceRates rates : reader.rates(service, ids, range.fromMillis(), range.toMillis())) {
            newest.put(rates.instance(), rates.rates().get(rates.rates().size() - 1));
        }
        ListInstancesResponse.Builder response =
                ListInstancesResponse.newBuilder().setNextPageToken(page.nextToken());
        for (InstanceRow row : page.entries()) {
            Instance.Builder instance = response.addInstancesBuilder()
                    .setInstanceId(row.instance())
                    .setFirstSeenUnixMillis(row.firstSeenMillis())
                    .setLastSeenUnixMillis(row.lastSeenMillis());
            row.labels().forEach((name, value) -> instance.addLabels(label(name, value)));
            facts.getOrDefault(row.instance(), new TreeMap<>())
                    .forEach((name, value) -> instance.addFacts(label(name, value)));
            Rates rates = newest.get(row.instance());
            if (rates != null) {
                instance.setRates(RateSpans.of(rates));
            }
        }
        return response.build();
    }

    private static Label.Builder label(String name, String value) {
        return Label.newBuilder().setName(name).setValue(value);
    }
}
