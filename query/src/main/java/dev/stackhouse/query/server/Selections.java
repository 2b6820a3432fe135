package dev.stackhouse.query.server;

import dev.stackhouse.proto.query.v1.Coverage;
import dev.stackhouse.proto.query.v1.Selection;
import dev.stackhouse.query.filter.StackFilter;
import dev.stackhouse.query.flamegraph.Method;
import dev.stackhouse.query.selector.LabelName;
import dev.stackhouse.storage.read.ProfileReader;
import dev.stackhouse.storage.read.SelectionSummary;
import dev.stackhouse.storage.read.ServiceRow;
import dev.stackhouse.storage.read.StackTotals;
import dev.stackhouse.storage.read.StackTotals.StackTotal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What requests select, from the store. Every method blocks, and throws what {@link ErrorStatus} knows. Thread-safe. */
final class Selections {
    /** Stands where the name of a label may, for the name of the thread. */
    static final String THREAD = "thread";

    private static final int SERVICES_NAMED = 20;

    private final ProfileReader reader;
    private final Clock clock;

    Selections(ProfileReader reader, Clock clock) {
        this.reader = reader;
        this.clock = clock;
    }

    ProfileReader reader() {
        return reader;
    }

    Target target(Selection selection) {
        return Target.of(selection, reader.retention(), clock.instant());
    }

    TimeRange range(long fromMillis, long toMillis, Duration defaultLength) {
        return TimeRange.of(fromMillis, toMillis, defaultLength, reader.retention(), clock.instant());
    }

    /** The merged stacks that the filter keeps. */
    StackTotals stacks(Target target) {
        StackTotals totals = reader.stacks(target.query());
        if (totals.stacks().isEmpty()) {
            requireKnown(target.service(), target.range());
        }
        return target.filter().apply(totals);
    }

    /** The stacks of one value of a label; "(other)" stands for all that have no group of their own. */
    record Group(String labelValue, boolean isOther, StackTotals stacks) {
        long value() {
            return stacks.stacks().stream().mapToLong(StackTotal::value).sum();
        }

        long samples() {
            return stacks.stacks().stream().mapToLong(StackTotal::samples).sum();
        }
    }

    /** The heaviest groups, heaviest first, and one of the others. */
    List<Group> groups(Target target, String groupBy, int maxGroups) {
        requireLabel(groupBy);
        Map<String, StackTotals> found = groupBy.equals(THREAD)
                ? StackFilter.byThread(reader.stacks(target.query()))
                : reader.stacksBy(target.query(), groupBy);
        if (found.isEmpty()) {
            requireKnown(target.service(), target.range());
        }
        List<Group> groups = new ArrayList<>();
        found.forEach((value, totals) -> {
            Group group = new Group(value, false, target.filter().apply(totals));
            if (!group.stacks.stacks().isEmpty()) {
                groups.add(group);
            }
        });
        groups.sort(Comparator.comparingLong((Group group) -> -group.value()).thenComparing(Group::labelValue));
        if (groups.size() <= maxGroups) {
            return groups;
        }
        List<StackTotal> others = groups.subList(maxGroups, groups.size()).stream()
                .flatMap(group -> group.stacks.stacks().stream())
                .toList();
        List<Group> kept = new ArrayList<>(groups.subList(0, maxGroups));
        kept.add(new Group(Method.OTHER.name(), true, new StackTotals(others, 0)));
        return kept;
    }

    static void requireLabel(String groupBy) {
        if (!groupBy.isEmpty() && !LabelName.isValid(groupBy)) {
            throw RequestException.invalid("group_by is '" + groupBy + "', which cannot be the name of a label");
        }
    }

    /** What the whole selection comes to, when only groups of it were read. */
    Coverage coverage(Target target, List<Group> groups) {
        int instances = groups.isEmpty() ? 0 : reader.summary(target.query()).instances();
        return coverage(
                target,
                new SelectionSummary(
                        groups.stream().mapToLong(Group::value).sum(),
                        groups.stream().mapToLong(Group::samples).sum(),
                        instances));
    }

    static Coverage coverage(Target target, StackTotals totals) {
        long samples = totals.stacks().stream().mapToLong(StackTotal::samples).sum();
        long value = totals.stacks().stream().mapToLong(StackTotal::value).sum();
        return coverage(target, new SelectionSummary(value, samples, totals.instances()));
    }

    static Coverage coverage(Target target, SelectionSummary summary) {
        return Coverage.newBuilder()
                .setFromUnixMillis(target.range().fromMillis())
                .setToUnixMillis(target.range().toMillis())
                .setSamples(summary.samples())
                .setValue(summary.value())
                .setUnit(target.event().unit())
                .setInstances(summary.instances())
                .setResolutionMillis(target.range().resolutionMillis())
                .setRetainedFromUnixMillis(target.range().keptFromMillis())
                .build();
    }

    void requireKnown(String service, TimeRange range) {
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
}
