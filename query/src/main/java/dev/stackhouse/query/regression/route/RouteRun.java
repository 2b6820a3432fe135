package dev.stackhouse.query.regression.route;

import dev.stackhouse.process.LogLine;
import dev.stackhouse.proto.query.v1.Incident;
import dev.stackhouse.query.regression.IncidentBook;
import dev.stackhouse.query.regression.IncidentContent;
import dev.stackhouse.storage.StorageException;
import dev.stackhouse.storage.regression.ChangeCursor;
import dev.stackhouse.storage.regression.IncidentRow;
import dev.stackhouse.storage.regression.RegressionStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one route of the changes of incidents, in their order. Its place is in the store, so that another server, or this one after it
 * was started again, goes on from there. A notice that is not taken is sent again, ever more seldom, and those behind it wait;
 * one that is refused, or too old, is dropped and counted. One that was taken just before a server died is sent again: receivers know it by its key. For one thread.
 */
final class RouteRun {
    private static final Logger LOG = LoggerFactory.getLogger(RouteRun.class);
    private static final int MOST = 100;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final Duration OLDEST = Duration.ofHours(24);
    private static final Duration REPEATED = Duration.ofMinutes(1);

    private final Route route;
    private final Sender sender;
    private final RegressionStore store;
    private final BooleanSupplier leads;
    private final RouteMetrics metrics;
    private final Clock clock;
    private @Nullable ChangeCursor place;
    private int failures;
    private long notBeforeMillis;
    private long repeatedMillis;

    /**
     * @param leads whether it is this server that tells this route
     */
    RouteRun(
            Route route,
            Sender sender,
            RegressionStore store,
            BooleanSupplier leads,
            RouteMetrics metrics,
            Clock clock) {
        this.route = route;
        this.sender = sender;
        this.store = store;
        this.leads = leads;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Tells what there is to tell by now.
     *
     * @throws StorageException if the store cannot tell
     */
    void turn() throws InterruptedException {
        if (!leads.getAsBoolean()) {
            place = null; // Another server goes on with it.
            return;
        }
        if (clock.millis() < notBeforeMillis) {
            return;
        }
        try {
            changes();
            if (sender.repeats() && clock.millis() - repeatedMillis >= REPEATED.toMillis()) {
                sender.repeat(firing());
                repeatedMillis = clock.millis();
            }
            succeeded();
        } catch (SendException e) {
            failed(e);
        }
    }

    /** The place is stored after each notice, and once for all changes after the last one that nobody is told of. */
    private void changes() throws SendException, InterruptedException {
        ChangeCursor at = place();
        List<IncidentRow> rows;
        do {
            rows = store.incidents().changesAfter(at, "", MOST);
            boolean saved = true;
            for (IncidentRow row : rows) {
                saved = tell(row);
                at = ChangeCursor.after(row);
                place = at;
                if (saved) {
                    store.routePlaces().save(route.name(), at);
                }
            }
            if (!saved) {
                store.routePlaces().save(route.name(), at);
            }
        } while (rows.size() == MOST);
    }

    private ChangeCursor place() {
        ChangeCursor known = place == null ? store.routePlaces().find(route.name()) : place;
        if (known == null) {
            known = store.incidents().now(); // A new route is told of what is new.
            store.routePlaces().save(route.name(), known);
        }
        place = known;
        return known;
    }

    private boolean tell(IncidentRow row) throws SendException, InterruptedException {
        Incident incident = IncidentContent.of(row);
        Notice notice = incident.getRoutesList().contains(route.name()) ? Notice.of(before(row), incident) : null;
        if (notice == null) {
            return false;
        }
        metrics.waitsSince(row.changedMillis());
        if (clock.millis() - row.changedMillis() > OLDEST.toMillis()) {
            dropped(notice, "it is older than " + OLDEST.toHours() + " hours");
            return true;
        }
        try {
            sender.send(notice);
            metrics.sent();
        } catch (SendException e) {
            if (e.isWorthRetrying()) {
                throw e;
            }
            dropped(notice, String.valueOf(e.getMessage()));
        }
        return true;
    }

    private @Nullable Incident before(IncidentRow row) {
        return store.incidents().history(row.id()).stream()
                .filter(earlier -> earlier.revision() == row.revision() - 1)
                .map(IncidentContent::of)
                .findFirst()
                .orElse(null);
    }

    private List<Incident> firing() {
        return new IncidentBook(store.incidents())
                .firing().stream()
                        .filter(incident -> incident.getPartOf().isEmpty()
                                && incident.getRoutesList().contains(route.name()))
                        .toList();
    }

    private void dropped(Notice notice, String why) {
        metrics.dropped();
        LOG.error(
                "{}",
                LogLine.of("A notice of an incident was given up.")
                        .with("route", route.name())
                        .with("incident", notice.incident().getId())
                        .with("kind", notice.kind().text())
                        .with("error", why));
    }

    private void succeeded() {
        metrics.waitsSince(0);
        if (failures > 0) {
            LOG.info("{}", LogLine.of("A route takes notices again.").with("route", route.name()));
        }
        failures = 0;
    }

    private void failed(SendException e) {
        metrics.failed();
        if (failures == 0) {
            LOG.warn(
                    "{}",
                    LogLine.of("A route takes no notices; they are kept and sent again.")
                            .with("route", route.name())
                            .with("error", String.valueOf(e.getMessage())));
        }
        long pauseMillis = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(failures, 20));
        failures++;
        notBeforeMillis = clock.millis() + pauseMillis;
    }
}
