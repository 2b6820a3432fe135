package dev.stackhouse.query.regression;

import dev.stackhouse.process.LogLine;
import dev.stackhouse.proto.query.v1.Incident;
import dev.stackhouse.query.regression.rules.RulesFile;
import dev.stackhouse.regression.State;
import dev.stackhouse.storage.StorageException;
import dev.stackhouse.storage.regression.RegressionStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the looks that are due, a bounded number of them in a turn, those at deploys first. Of several servers over one store one at a time does them; if two
 * believe to be that one for a while, each incident is moved once all the same (docs/decisions/0016). For one thread.
 */
final class Evaluator {
    private static final Logger LOG = LoggerFactory.getLogger(Evaluator.class);

    /** What is done elsewhere than in this turn is looked for so seldom, as it means to read all incidents. */
    private static final long HOUSEKEEPING_MILLIS = Duration.ofMinutes(1).toMillis();

    private static final int MOST_LOOKS_A_TURN = 50;
    private static final int MOST_TRIES = 3;
    private static final long FIRST_PAUSE_MILLIS = Duration.ofMinutes(1).toMillis();

    /** When a look that failed is tried again. */
    private record Failure(int tries, long againMillis) {}

    private final RegressionStore store;
    private final RulesFile rules;
    private final DueDeploys deploys;
    private final DueShifts shifts;
    private final IncidentBook book;
    private final Leadership leadership;
    private final EvaluatorMetrics metrics;
    private final Clock clock;
    private final Map<Object, Failure> failures = new HashMap<>();
    private long keptHouseMillis = Long.MIN_VALUE;

    Evaluator(
            RegressionStore store,
            RulesFile rules,
            DueDeploys deploys,
            DueShifts shifts,
            Leadership leadership,
            EvaluatorMetrics metrics,
            Clock clock) {
        this.store = store;
        this.rules = rules;
        this.deploys = deploys;
        this.shifts = shifts;
        this.book = new IncidentBook(store.incidents());
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
            deploys.forget();
            shifts.forget();
            return 0;
        }
        long now = clock.millis();
        List<DueLook> due = new ArrayList<>(deploys.due(rules.rules(), now));
        due.addAll(shifts.due(rules.rules(), now));
        failures.keySet().retainAll(due.stream().map(DueLook::key).toList());
        due.removeIf(look -> isPaused(look, now));
        metrics.behind(Duration.ofMillis(
                due.stream().mapToLong(look -> now - look.dueMillis()).max().orElse(0)));
        int looked = 0;
        for (DueLook look : due) {
            if (looked == MOST_LOOKS_A_TURN || Thread.currentThread().isInterrupted() || !leadership.have()) {
                break;
            }
            look(look);
            looked++;
        }
        if (now - HOUSEKEEPING_MILLIS >= keptHouseMillis) {
            keptHouseMillis = now;
            closeWhatIsOver(now);
            tellWhatIsLeft();
            metrics.incidents(store.incidents().countByState());
        }
        return looked;
    }

    private boolean isPaused(DueLook look, long now) {
        Failure failure = failures.get(look.key());
        return failure != null && now < failure.againMillis;
    }

    private void look(DueLook look) {
        try {
            look.run();
            failures.remove(look.key());
        } catch (StorageException e) {
            if (e.category() == StorageException.Category.UNAVAILABLE) {
                throw e; // It is not this look's fault.
            }
            failed(look, e);
        } catch (RuntimeException e) {
            failed(look, e);
        }
    }

    /** Others are not kept waiting: it is tried again later, and given up in the end. */
    private void failed(DueLook look, RuntimeException error) {
        metrics.failed();
        Failure before = failures.getOrDefault(look.key(), new Failure(0, 0));
        int tries = before.tries + 1;
        LogLine line = look.failed().with("try", tries).with("error", error);
        if (error instanceof StorageException) {
            LOG.warn("{}", line);
        } else {
            LOG.error(line.toString(), error);
        }
        if (tries >= MOST_TRIES) {
            look.giveUp(String.valueOf(error));
            failures.remove(look.key());
        } else {
            failures.put(look.key(), new Failure(tries, clock.millis() + (FIRST_PAUSE_MILLIS << (tries - 1))));
        }
    }

    /** What fires ends with its version, whether that was rolled back or replaced; and what shifted without one, when it is what is usual by now. */
    private void closeWhatIsOver(long now) {
        for (Incident incident : book.openWithoutVersionSince(now - DueShifts.GONE.toMillis())) {
            // The looks at a deploy end by themselves, and with them what has not fired.
            if (IncidentContent.state(incident) == State.FIRING || IncidentContent.isShift(incident)) {
                close(incident, "Version " + incident.getAfter().getVersion() + " does not run any more.");
            }
        }
        for (Incident incident : book.openShifts()) {
            if (incident.getChangedAtUnixMillis() <= now - ShiftRun.LONGEST.toMillis()) {
                close(incident, "It has been so for a week: that is what the service is like now.");
            }
        }
    }

    /** What was told with another one is told by itself, or with a third, when that one is over. */
    private void tellWhatIsLeft() {
        List<Incident> standing = new ArrayList<>();
        List<Incident> others = new ArrayList<>();
        book.firing().forEach(incident -> (incident.getPartOf().isEmpty() ? standing : others).add(incident));
        for (Incident incident : others) {
            if (standing.stream().noneMatch(leader -> leader.getId().equals(incident.getPartOf()))) {
                String leader = Together.leader(standing, incident);
                Incident changed = book.change(
                        incident.getId(),
                        incident,
                        current -> current == null || IncidentContent.state(current) != State.FIRING
                                ? null
                                : current.toBuilder()
                                        .setPartOf(leader)
                                        .setReason("What people were told of it with is over.")
                                        .build());
                if (changed != null && leader.isEmpty()) {
                    standing.add(changed);
                }
            }
        }
    }

    private void close(Incident open, String why) {
        book.change(
                open.getId(),
                open,
                current -> current == null || !IncidentContent.state(current).isOpen()
                        ? null
                        : IncidentSteps.closed(
                                current,
                                IncidentContent.state(current) == State.FIRING ? State.RESOLVED : State.WENT_AWAY,
                                why));
    }
}
