package dev.stackhouse.query.compare;

import dev.stackhouse.regression.InstanceCounts;
import dev.stackhouse.storage.read.InstanceRow;
import dev.stackhouse.storage.read.LabelMatcher;
import dev.stackhouse.storage.read.ProfileReader;
import dev.stackhouse.storage.read.StackQuery;
import dev.stackhouse.storage.schema.Retention;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads what each instance of a version did once it was warm. Instances that become warm at about the same time are one question to
 * the store, so that there are few, however many instances there are.
 */
final class InstanceStacks {
    private static final long WINDOW_MILLIS = 10_000;
    /** Instances that become warm within such a part of the warm-up are asked for together, from the end of it on. */
    private static final long PARTS_OF_WARM_UP = 3;

    private final ProfileReader reader;
    private final SampleCounts counts;
    private final Instant now;

    InstanceStacks(ProfileReader reader, SampleCounts counts, Instant now) {
        this.reader = reader;
        this.counts = counts;
        this.now = now;
    }

    /** One entry per instance that has samples; and how many were not warm before the end. */
    InstanceSide read(VersionSelection selection) {
        Retention.KeptRange whole = reader.retention().fit(selection.fromMillis(), selection.toMillis(), now);
        List<InstanceCounts> instances = new ArrayList<>();
        int warmingUp = 0;
        for (var group : byStart(selection, whole.fromMillis()).entrySet()) {
            if (group.getKey() >= whole.toMillis()) {
                warmingUp += group.getValue().size();
            } else {
                instances.addAll(read(selection, group.getKey(), whole.toMillis(), group.getValue()));
            }
        }
        return new InstanceSide(instances, warmingUp);
    }

    /** From when on which instances are looked at. */
    private SortedMap<Long, List<InstanceRow>> byStart(VersionSelection selection, long fromMillis) {
        long stepMillis = Math.max(
                WINDOW_MILLIS, selection.warmUp().toMillis() / PARTS_OF_WARM_UP / WINDOW_MILLIS * WINDOW_MILLIS);
        SortedMap<Long, List<InstanceRow>> groups = new TreeMap<>();
        for (InstanceRow instance :
                reader.instances(selection.service(), selection.ofInstances(), fromMillis, selection.toMillis())) {
            long warmMillis = instance.firstSeenMillis() + selection.warmUp().toMillis();
            long startMillis = warmMillis <= fromMillis
                    ? fromMillis
                    : fromMillis + (warmMillis - fromMillis + stepMillis - 1) / stepMillis * stepMillis;
            groups.computeIfAbsent(startMillis, start -> new ArrayList<>()).add(instance);
        }
        return groups;
    }

    private List<InstanceCounts> read(
            VersionSelection selection, long startMillis, long toMillis, List<InstanceRow> instances) {
        Retention.KeptRange range = reader.retention().fit(startMillis, toMillis, now);
        List<LabelMatcher> matchers = List.of(new LabelMatcher(
                "instance",
                LabelMatcher.Operator.MATCHES,
                instances.stream()
                        .map(instance -> Pattern.quote(instance.instance()))
                        .collect(Collectors.joining("|"))));
        var stacks = reader.stacksBy(
                new StackQuery(selection.service(), selection.event(), matchers, range.fromMillis(), range.toMillis()),
                "instance");
        List<InstanceCounts> read = new ArrayList<>();
        for (InstanceRow instance : instances) {
            var totals = stacks.get(instance.instance());
            if (totals != null) {
                long seenMillis = Math.min(instance.lastSeenMillis(), range.toMillis())
                        - Math.max(instance.firstSeenMillis(), range.fromMillis());
                read.add(counts.of(
                        instance.instance(), totals, selection.keeps(), Math.max(WINDOW_MILLIS, seenMillis) / 1e3));
            }
        }
        return read;
    }
}
