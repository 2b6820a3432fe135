package dev.stackhouse.query.regression;

import dev.stackhouse.process.LogLine;
import dev.stackhouse.query.compare.VersionComparison.Compared;
import dev.stackhouse.query.regression.Schedule.Due;
import dev.stackhouse.query.regression.rules.RulesFile;
import dev.stackhouse.regression.Classification;
import dev.stackhouse.regression.Outcome;
import dev.stackhouse.regression.State;
import dev.stackhouse.storage.StorageException;
import dev.stackhouse.storage.read.ProfileReader;
import dev.stackhouse.storage.regression.LookKey;
import dev.stackhouse.storage.regression.LookRow;
import dev.stackhouse.storage.regression.LookRow.Verdict;
import dev.stackhouse.storage.regression.RegressionStore;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the looks that are due, a bounded number of them in a turn. Of several servers over one store one at a time does them; if two
 * believe to be that one for a while, each incident is moved once all the same (docs/decisions/0016). For one thread.
 */
final class Evaluator {
    private static final Logger LOG = LoggerFactory.getLogger(Evaluator.class);

    /** Deploys are forgotten after this: the last look of the rules, and the time until a canary is followed by the others. */
    private static final Duration HORIZON = Duration.ofDays(2);

    /** A version that nobody has seen for so long does not run any more. */
    private static final Duration GONE = Duration.ofMinutes(30);

    /** What is done elsewhere than in this turn is looked for so seldom, as it means to read all incidents. */
    private static final long HOUSEKEEPING_MILLIS = Duration.ofMinutes(1).toMillis();

    /** What this server remembers of looks that are done is read again after this; one too few is done twice, and harms nothing. */
    private static final long MEMORY_MILLIS = Duration.ofMinutes(10).toMillis();

    private static final int MOST_LOOKS_A_TURN = 50;
    private static final int MOST_TRIES = 3;
    private static final long FIRST_PAUSE_MILLIS = Duration.ofMinutes(1).toMillis();

    /** When a look that failed is tried again. */
    private record Failure(int tries, long againMillis) {}

    private final RegressionStore store;
    private final RulesFile rules;
    private final LookRun run;
    private final IncidentBook book;
    private final Schedule schedule;
    private final Leadership leadership;
    private final EvaluatorMetrics metrics;
    private final Clock clock;
    private final Map<LookKey, Failure> failures = new HashMap<>();
    private Set<LookKey> done = new HashSet<>();
    private long doneReadMillis = Long.MIN_VALUE;
    private long keptHouseMillis = Long.MIN_VALUE;

    Evaluator(
            RegressionStore store,
            ProfileReader reader,
            RulesFile rules,
            LookRun run,
            Leadership leadership,
            EvaluatorMetrics metrics,
            Clock clock) {
        this.store = store;
        this.rules = rules;
        this.run = run;
        this.book = new IncidentBook(store.incidents());
        this.schedule = new Schedule(reader);
        this.leadership = leadership;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Does what is due now, if this server is the one to do it; returns how many looks that were.
     *
     * @throws StorageException if the store does not answer; the next turn goes on
     */
    int turn() {
        rules.reload();
        metrics.rulesGood(rules.isGood());
        boolean leads = leadership.have();
        metrics.leads(leads);
        if (!leads) {
            doneReadMillis = Long.MIN_VALUE; // another server looks meanwhile
            return 0;
        }
        long now = clock.millis();
        long since = now - HORIZON.toMillis();
        List<Deploy> deploys = Deploy.since(since, store.versions().ofServicesWithNew(since));
        if (now - MEMORY_MILLIS >= doneReadMillis) {
            done = store.looks().doneSince(since);
            doneReadMillis = now;
        }
        List<Due> due = schedule.due(deploys, rules.rules(), done, now);
        failures.keySet()
                .removeIf(key -> due.stream().noneMatch(one -> one.look().key().equals(key)));
        due.removeIf(one -> isPaused(one, now));
        metrics.behind(
                Duration.ofMillis(due.isEmpty() ? 0 : now - due.get(0).look().dueMillis()));
        int looked = 0;
        for (Due one : due) {
            if (looked == MOST_LOOKS_A_TURN || Thread.currentThread().isInterrupted() || !leadership.have()) {
                break;
            }
            look(one);
            looked++;
        }
        if (now - HOUSEKEEPING_MILLIS >= keptHouseMillis) {
            keptHouseMillis = now;
            resolveWhatIsGone();
            metrics.incidents(store.incidents().countByState());
        }
        return looked;
    }

    private boolean isPaused(Due due, long now) {
        Failure failure = failures.get(due.look().key());
        return failure != null && now < failure.againMillis;
    }

    private void look(Due due) {
        PlannedLook look = due.look();
        try {
            for (PlannedLook skipped : due.skipped()) {
                finish(skipped, LookRow.without(skipped.key(), skipped.dueMillis(), Verdict.SKIPPED, "late"), 0);
            }
            if (!run.isWorthIt(look)) {
                finish(look, LookRow.without(look.key(), look.dueMillis(), Verdict.SKIPPED, "nothing to confirm"), 0);
                return;
            }
            long began = System.nanoTime();
            Compared compared = run.run(look).found().compared();
            long took = Math.max(1, System.nanoTime() - began);
            finish(look, row(look, compared.outcome(), took), took);
        } catch (StorageException e) {
            if (e.category() == StorageException.Category.UNAVAILABLE) {
                throw e; // It is not this look's fault.
            }
            failed(look, e);
        } catch (RuntimeException e) {
            failed(look, e);
        }
    }

    private void finish(PlannedLook look, LookRow row, long nanos) {
        store.looks().done(row);
        done.add(look.key());
        failures.remove(look.key());
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

    /** Others are not kept waiting: it is tried again later, and given up in the end. */
    private void failed(PlannedLook look, RuntimeException error) {
        metrics.failed();
        Failure before = failures.getOrDefault(look.key(), new Failure(0, 0));
        int tries = before.tries + 1;
        LogLine line = LogLine.of("A look at a deploy failed.")
                .with("service", look.deploy().service())
                .with("version", look.deploy().after())
                .with("event", look.event())
                .with("look", look.number())
                .with("try", tries)
                .with("error", error);
        if (error instanceof StorageException) {
            LOG.warn("{}", line);
        } else {
            LOG.error(line.toString(), error);
        }
        if (tries >= MOST_TRIES) {
            finish(look, LookRow.without(look.key(), look.dueMillis(), Verdict.FAILED, String.valueOf(error)), 0);
        } else {
            failures.put(look.key(), new Failure(tries, clock.millis() + (FIRST_PAUSE_MILLIS << (tries - 1))));
        }
    }

    /** What fires ends with its version, whether that was rolled back or replaced. */
    private void resolveWhatIsGone() {
        for (var incident : book.firingWithoutVersionSince(clock.millis() - GONE.toMillis())) {
            String why = "Version " + incident.getAfter().getVersion() + " does not run any more.";
            book.change(
                    incident.getId(),
                    incident,
                    current -> current == null || IncidentContent.state(current) != State.FIRING
                            ? null
                            : IncidentSteps.closed(current, State.RESOLVED, why));
        }
    }
}
