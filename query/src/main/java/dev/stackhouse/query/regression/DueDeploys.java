package dev.stackhouse.query.regression;

import dev.stackhouse.process.LogLine;
import dev.stackhouse.query.regression.Schedule.Due;
import dev.stackhouse.query.regression.rules.WatchRules;
import dev.stackhouse.regression.Classification;
import dev.stackhouse.regression.Outcome;
import dev.stackhouse.storage.read.ProfileReader;
import dev.stackhouse.storage.regression.LookKey;
import dev.stackhouse.storage.regression.LookRow;
import dev.stackhouse.storage.regression.LookRow.Verdict;
import dev.stackhouse.storage.regression.RegressionStore;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The looks at deploys that are due. Not thread-safe. */
final class DueDeploys {
    /** Deploys are forgotten after this: the last look of the rules, and the time until a canary is followed by the others. */
    private static final Duration HORIZON = Duration.ofDays(2);

    /** What this server remembers of looks that are done is read again after this; one too few is done twice, and harms nothing. */
    private static final long MEMORY_MILLIS = Duration.ofMinutes(10).toMillis();

    private final RegressionStore store;
    private final LookRun run;
    private final Schedule schedule;
    private final EvaluatorMetrics metrics;
    private Set<LookKey> done = new HashSet<>();
    private long doneReadMillis = Long.MIN_VALUE;

    DueDeploys(RegressionStore store, ProfileReader reader, LookRun run, EvaluatorMetrics metrics) {
        this.store = store;
        this.run = run;
        this.schedule = new Schedule(reader);
        this.metrics = metrics;
    }

    /** Another server looks meanwhile. */
    void forget() {
        doneReadMillis = Long.MIN_VALUE;
    }

    /** Those that have waited longest first. */
    List<DueLook> due(WatchRules rules, long nowMillis) {
        long since = nowMillis - HORIZON.toMillis();
        List<Deploy> deploys = Deploy.since(since, store.versions().ofServicesWithNew(since));
        if (nowMillis - MEMORY_MILLIS >= doneReadMillis) {
            done = store.looks().doneSince(since);
            doneReadMillis = nowMillis;
        }
        return schedule.due(deploys, rules, done, nowMillis).stream()
                .<DueLook>map(One::new)
                .toList();
    }

    private final class One implements DueLook {
        private final PlannedLook look;
        private final List<PlannedLook> skipped;

        One(Due due) {
            this.look = due.look();
            this.skipped = due.skipped();
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
            for (PlannedLook late : skipped) {
                finish(late, LookRow.without(late.key(), late.dueMillis(), Verdict.SKIPPED, "late"), 0);
            }
            if (!run.isWorthIt(look)) {
                finish(look, LookRow.without(look.key(), look.dueMillis(), Verdict.SKIPPED, "nothing to confirm"), 0);
                return;
            }
            long began = System.nanoTime();
            Outcome outcome = run.run(look).found().outcome();
            long took = Math.max(1, System.nanoTime() - began);
            finish(look, row(look, outcome, took), took);
        }

        @Override
        public void giveUp(String error) {
            finish(look, LookRow.without(look.key(), look.dueMillis(), Verdict.FAILED, error), 0);
        }

        @Override
        public LogLine failed() {
            return LogLine.of("A look at a deploy failed.")
                    .with("service", look.service())
                    .with("version", look.deploy().after())
                    .with("event", look.event())
                    .with("look", look.number());
        }
    }

    private void finish(PlannedLook look, LookRow row, long nanos) {
        store.looks().done(row);
        done.add(look.key());
        metrics.looked(row.verdict(), nanos);
    }

    private static LookRow row(PlannedLook look, Outcome outcome, long nanos) {
        int regressions = (int) outcome.findings().stream()
                .filter(finding -> finding.classification() == Classification.REGRESSION)
                .count();
        return new LookRow(
                look.key(),
                look.dueMillis(),
                outcome.tooLittle().isEmpty() ? Verdict.COMPARED : Verdict.TOO_LITTLE,
                regressions,
                outcome.findings().size() - regressions,
                outcome.before().instances(),
                outcome.before().samples(),
                outcome.after().instances(),
                outcome.after().samples(),
                outcome.detectable(),
                outcome.tooLittle(),
                nanos / 1_000_000);
    }
}
