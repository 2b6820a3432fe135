package dev.stackhouse.query.regression;

import dev.stackhouse.process.LogLine;
import dev.stackhouse.query.regression.rules.Watch;
import dev.stackhouse.query.regression.rules.WatchRules;
import dev.stackhouse.storage.read.LabelMatcher;
import dev.stackhouse.storage.read.ProfileReader;
import dev.stackhouse.storage.regression.LookRow.Verdict;
import dev.stackhouse.storage.regression.RegressionStore;
import dev.stackhouse.storage.regression.ServiceVersion;
import dev.stackhouse.storage.regression.ShiftLookKey;
import dev.stackhouse.storage.regression.ShiftLookRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The looks at what has shifted without a new version that are due: of each service that runs the newest, and no earlier ones. Not thread-safe. */
final class DueShifts {
    /** A version that nobody has seen for so long does not run any more. */
    static final Duration GONE = Duration.ofMinutes(30);

    /** What the store said of what runs and what is done is believed for so long; a look is at most late by it, or done twice. */
    private static final long MEMORY_MILLIS = Duration.ofMinutes(5).toMillis();

    /** Labels of a version change with its instances, if at all. */
    private static final long LABELS_MEMORY_MILLIS = Duration.ofHours(1).toMillis();

    /** The longest time between two looks. */
    private static final long LONGEST_MILLIS = Duration.ofHours(25).toMillis();

    private record Target(String service, String event) {}

    private record Labels(String version, long readMillis, List<Map<String, String>> ofInstances) {}

    private final RegressionStore store;
    private final ProfileReader reader;
    private final ShiftRun run;
    private final EvaluatorMetrics metrics;
    private final Map<Target, Long> done = new HashMap<>();
    private final Map<String, Labels> labels = new HashMap<>();
    /** The newest version of each service that runs. */
    private final Map<String, String> running = new HashMap<>();

    private long readMillis = Long.MIN_VALUE;

    DueShifts(RegressionStore store, ProfileReader reader, ShiftRun run, EvaluatorMetrics metrics) {
        this.store = store;
        this.reader = reader;
        this.run = run;
        this.metrics = metrics;
    }

    /** Another server looks meanwhile. */
    void forget() {
        readMillis = Long.MIN_VALUE;
    }

    /** Those that have waited longest first. */
    List<DueLook> due(WatchRules rules, long nowMillis) {
        if (nowMillis - MEMORY_MILLIS >= readMillis) {
            read(nowMillis);
        }
        List<DueLook> due = new ArrayList<>();
        running.forEach((service, version) -> {
            Watch watch = rules.watch(service, () -> labels(service, version, nowMillis));
            if (watch.on() && watch.shifts().on()) {
                for (String event : watch.events()) {
                    PlannedShift look = PlannedShift.newest(service, version, watch, event, nowMillis);
                    if (done.getOrDefault(new Target(service, event), Long.MIN_VALUE) < look.dueMillis()) {
                        due.add(new One(look));
                    }
                }
            }
        });
        due.sort(Comparator.comparingLong(DueLook::dueMillis));
        return due;
    }

    private void read(long nowMillis) {
        running.clear();
        // In the order in which they were first seen: the last one stays.
        store.versions()
                .running(nowMillis - GONE.toMillis())
                .forEach(version -> running.put(version.service(), version.version()));
        labels.keySet().retainAll(running.keySet());
        done.clear();
        store.shiftLooks().newestSince(nowMillis - LONGEST_MILLIS).forEach(this::remember);
        readMillis = nowMillis;
    }

    private void remember(ShiftLookKey look) {
        done.put(new Target(look.service(), look.event()), look.dueMillis());
    }

    private List<Map<String, String>> labels(String service, String version, long nowMillis) {
        Labels known = labels.get(service);
        if (known == null || !known.version.equals(version) || nowMillis - known.readMillis >= LABELS_MEMORY_MILLIS) {
            List<LabelMatcher> matchers = List.of(new LabelMatcher("version", LabelMatcher.Operator.EQUAL, version));
            List<Map<String, String>> ofInstances = new ArrayList<>();
            reader.instances(service, matchers, nowMillis - GONE.toMillis(), nowMillis)
                    .forEach(instance -> ofInstances.add(instance.labels()));
            known = new Labels(version, nowMillis, ofInstances);
            labels.put(service, known);
        }
        return known.ofInstances;
    }

    private final class One implements DueLook {
        private final PlannedShift look;

        One(PlannedShift look) {
            this.look = look;
        }

        @Override
        public Object key() {
            return look.key();
        }

        @Override
        public long dueMillis() {
            return look.dueMillis();
        }

        @Override
        public void run() {
            List<ServiceVersion> versions =
                    store.versions().of(look.service(), look.fromHour() * PlannedShift.HOUR_MILLIS);
            long began = System.nanoTime();
            ShiftLookRow row = run.run(look, versions);
            finish(row, row.verdict() == Verdict.SKIPPED ? 0 : Math.max(1, System.nanoTime() - began));
        }

        @Override
        public void giveUp(String error) {
            finish(ShiftLookRow.without(look.key(), Verdict.FAILED, error), 0);
        }

        @Override
        public LogLine failed() {
            return LogLine.of("A look at what has shifted failed.")
                    .with("service", look.service())
                    .with("version", look.version())
                    .with("event", look.event());
        }
    }

    private void finish(ShiftLookRow row, long nanos) {
        store.shiftLooks().done(row);
        remember(row.key());
        metrics.looked(row.verdict(), nanos);
    }
}
