package dev.stackhouse.query.regression;

import dev.stackhouse.query.regression.rules.Watch;
import dev.stackhouse.query.regression.rules.WatchRules;
import dev.stackhouse.storage.read.LabelMatcher;
import dev.stackhouse.storage.read.ProfileReader;
import dev.stackhouse.storage.regression.LookKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says which looks are due. The time of a deploy begins when the newer version has as many instances as the rules ask for, so that a
 * canary that waits for hours before the others follow is looked at when there is something to see. Not thread-safe.
 */
final class Schedule {
    /** How long what the store said of a deploy is believed. */
    private static final long MEMORY_MILLIS = 60_000;

    /**
     * A look, and those before it that it makes superfluous.
     *
     * @param skipped oldest first
     */
    record Due(PlannedLook look, List<PlannedLook> skipped) {}

    private record Version(String service, String version) {}

    /**
     * What is known of a newer version.
     *
     * @param labels of its instances
     * @param starts of its first instances, earliest first
     */
    private record Known(long readMillis, List<Map<String, String>> labels, List<Long> starts) {}

    private final ProfileReader reader;
    private final Map<Version, Known> known = new HashMap<>();

    Schedule(ProfileReader reader) {
        this.reader = reader;
    }

    /** The looks that are due, at most one for a deploy and event, those that have waited longest first. */
    List<Due> due(List<Deploy> deploys, WatchRules rules, Set<LookKey> done, long nowMillis) {
        Set<Version> current = new HashSet<>();
        List<Due> due = new ArrayList<>();
        for (Deploy deploy : deploys) {
            current.add(new Version(deploy.service(), deploy.after()));
            Watch watch = watch(deploy, rules, nowMillis);
            if (watch.on()) {
                for (String event : watch.events()) {
                    add(deploy, watch, event, done, nowMillis, due);
                }
            }
        }
        known.keySet().retainAll(current);
        due.sort((a, b) -> Long.compare(a.look.dueMillis(), b.look.dueMillis()));
        return due;
    }

    /** How a deploy is watched. */
    Watch watch(Deploy deploy, WatchRules rules, long nowMillis) {
        return rules.watch(deploy.service(), () -> known(deploy, nowMillis).labels);
    }

    private void add(Deploy deploy, Watch watch, String event, Set<LookKey> done, long nowMillis, List<Due> due) {
        // The store is asked only if there would be a look if the time began with the first instance.
        if (open(deploy, watch, event, done, deploy.startMillis(), nowMillis).isEmpty()) {
            return;
        }
        List<Long> starts = known(deploy, nowMillis).starts;
        int needed = watch.rules().minimalInstances();
        if (starts.size() >= needed) {
            List<PlannedLook> open =
                    open(deploy, watch, event, done, Math.max(deploy.startMillis(), starts.get(needed - 1)), nowMillis);
            if (!open.isEmpty()) {
                due.add(new Due(open.get(open.size() - 1), open.subList(0, open.size() - 1)));
            }
        }
    }

    private static List<PlannedLook> open(
            Deploy deploy, Watch watch, String event, Set<LookKey> done, long startMillis, long nowMillis) {
        List<PlannedLook> open = new ArrayList<>();
        for (int number = 0; number < watch.lookCount(); number++) {
            PlannedLook look = PlannedLook.due(deploy, watch, event, number, startMillis);
            if (look.dueMillis() > nowMillis) {
                break;
            }
            if (done.contains(look.key())) {
                open.clear();
            } else {
                open.add(look);
            }
        }
        return open;
    }

    private Known known(Deploy deploy, long nowMillis) {
        Version version = new Version(deploy.service(), deploy.after());
        Known before = known.get(version);
        if (before != null && nowMillis - before.readMillis < MEMORY_MILLIS) {
            return before;
        }
        List<LabelMatcher> matchers = List.of(new LabelMatcher("version", LabelMatcher.Operator.EQUAL, deploy.after()));
        List<Map<String, String>> labels = new ArrayList<>();
        List<Long> starts = new ArrayList<>();
        reader.instances(deploy.service(), matchers, deploy.startMillis(), nowMillis)
                .forEach(instance -> {
                    labels.add(instance.labels());
                    starts.add(instance.firstSeenMillis());
                });
        starts.sort(Long::compare);
        Known now = new Known(nowMillis, labels, starts);
        known.put(version, now);
        return now;
    }
}
