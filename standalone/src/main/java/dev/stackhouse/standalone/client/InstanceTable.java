package dev.stackhouse.standalone.client;

import dev.stackhouse.proto.batch.v1.Label;
import dev.stackhouse.proto.query.v1.Instance;
import dev.stackhouse.proto.query.v1.ListInstancesResponse;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Instances as a table for a terminal; one alone as a list of all that is known of it. */
final class InstanceTable {
    private static final String UNKNOWN = "-";

    private InstanceTable() {}

    static String format(ListInstancesResponse response, ZoneId zone) {
        if (response.getInstancesCount() == 0) {
            return "No instance has data in this range.\n";
        }
        TextTable table = new TextTable(
                "instance",
                "version",
                "jvm",
                "gc",
                " cores",
                " heap",
                " memory",
                "started",
                "last seen",
                "rates",
                "policy");
        for (Instance instance : response.getInstancesList()) {
            Map<String, String> facts = byName(instance.getFactsList());
            String cores = facts.getOrDefault("jvm.cores", UNKNOWN);
            String limit = facts.getOrDefault("container.cpu_limit_cores", "");
            table.row(
                    instance.getInstanceId(),
                    byName(instance.getLabelsList()).getOrDefault("version", UNKNOWN),
                    facts.getOrDefault("jvm.version", UNKNOWN),
                    facts.getOrDefault("jvm.gc", UNKNOWN),
                    limit.isEmpty() ? cores : cores + " (limit " + limit + ")",
                    bytes(facts.get("jvm.heap_limit_bytes")),
                    bytes(facts.get("container.memory_limit_bytes")),
                    time(facts.getOrDefault("jvm.started", UNKNOWN), zone),
                    TimeText.format(Instant.ofEpochMilli(instance.getLastSeenUnixMillis()), zone),
                    rates(instance),
                    policy(instance));
        }
        return table.format();
    }

    /** Everything about one instance. */
    static String all(Instance instance, ZoneId zone) {
        TextTable table = new TextTable("instance", instance.getInstanceId());
        table.row("first seen", TimeText.format(Instant.ofEpochMilli(instance.getFirstSeenUnixMillis()), zone));
        table.row("last seen", TimeText.format(Instant.ofEpochMilli(instance.getLastSeenUnixMillis()), zone));
        table.row("rates", rates(instance));
        table.row("policy", policy(instance));
        instance.getLabelsList().forEach(label -> table.row("label " + label.getName(), label.getValue()));
        instance.getFactsList().forEach(fact -> table.row(fact.getName(), fact.getValue()));
        return table.format();
    }

    private static String rates(Instance instance) {
        return instance.hasRates() ? RateText.format(instance.getRates().getRatesList()) : UNKNOWN;
    }

    private static String policy(Instance instance) {
        String policy = instance.getRates().getPolicy();
        return policy.isEmpty() ? UNKNOWN : policy;
    }

    private static Map<String, String> byName(List<Label> labels) {
        Map<String, String> byName = new TreeMap<>();
        labels.forEach(label -> byName.put(label.getName(), label.getValue()));
        return byName;
    }

    /** "1.5 GiB"; as memory is given to containers and heaps in powers of two. */
    private static String bytes(@Nullable String number) {
        if (number == null || !number.matches("\\d{1,18}")) {
            return UNKNOWN;
        }
        double mebibytes = Long.parseLong(number) / (double) (1 << 20);
        return mebibytes < 1024
                ? String.format(Locale.ROOT, "%.0f MiB", mebibytes)
                : String.format(Locale.ROOT, "%.1f GiB", mebibytes / 1024).replace(".0 ", " ");
    }

    private static String time(String iso, ZoneId zone) {
        try {
            return TimeText.format(Instant.parse(iso), zone);
        } catch (DateTimeException e) {
            return iso;
        }
    }
}
