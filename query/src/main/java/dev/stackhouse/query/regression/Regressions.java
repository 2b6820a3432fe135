package dev.stackhouse.query.regression;

import dev.stackhouse.query.compare.ServiceHistory;
import dev.stackhouse.query.compare.VersionComparison;
import dev.stackhouse.query.regression.route.Routes;
import dev.stackhouse.query.regression.rules.RulesException;
import dev.stackhouse.query.regression.rules.RulesFile;
import dev.stackhouse.query.regression.rules.Watch;
import dev.stackhouse.storage.StoreAddress;
import dev.stackhouse.storage.read.ProfileReader;
import dev.stackhouse.storage.regression.RegressionStore;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a query server does about regressions: it looks at services, if it is to, and knows the incidents. Thread-safe but for start and close. */
public final class Regressions implements AutoCloseable {
    private static final Duration ROUTE_PAUSE = Duration.ofSeconds(2);

    private final RegressionStore store;
    private final IncidentBook book;
    private final LookRun run;
    private final RulesFile rules;
    private final EvaluatorMetrics metrics = new EvaluatorMetrics();
    private final @Nullable EvaluatorLoop loop;
    private final @Nullable Routes routes;

    private Regressions(
            RegressionStore store, RulesFile rules, ProfileReader reader, Clock clock, RegressionSettings settings) {
        this.store = store;
        this.rules = rules;
        this.book = new IncidentBook(store.incidents());
        VersionComparison comparison = new VersionComparison(reader, clock);
        this.run = new LookRun(comparison, book, clock);
        if (settings.on()) {
            Leadership leadership = new Leadership(
                    store.leases(),
                    Leadership.LOOKS,
                    ProcessHandle.current().pid() + "-" + UUID.randomUUID(),
                    System::nanoTime);
            ShiftRun shiftRun = new ShiftRun(new ServiceHistory(reader), comparison, book, clock);
            Evaluator evaluator = new Evaluator(
                    store,
                    rules,
                    new DueDeploys(store, reader, run, metrics),
                    new DueShifts(store, reader, shiftRun, metrics),
                    leadership,
                    metrics,
                    clock);
            this.loop = new EvaluatorLoop(evaluator, leadership, metrics, settings.pause());
            this.routes = new Routes(rules::rules, store, clock, ROUTE_PAUSE);
        } else {
            this.loop = null;
            this.routes = null;
        }
    }

    /**
     * Reads the rules; looks at nothing before it is started.
     *
     * @param queryLimit time after which the store gives a statement up
     * @throws IllegalStateException if the rules cannot be used
     */
    public static Regressions open(
            RegressionSettings settings, StoreAddress address, Duration queryLimit, ProfileReader reader, Clock clock) {
        try {
            RulesFile rules = RulesFile.open(settings.rules());
            return new Regressions(new RegressionStore(address, queryLimit), rules, reader, clock, settings);
        } catch (IOException | RulesException e) {
            throw new IllegalStateException("the rules of regressions cannot be used: " + e.getMessage(), e);
        }
    }

    public void start() {
        if (loop != null && routes != null) {
            loop.start();
            routes.start();
        }
    }

    /** Figures of the looks and of the routes; none if it does not look. */
    public MeterBinder metrics() {
        return registry -> {
            if (routes != null) {
                metrics.bindTo(registry);
                routes.bindTo(registry);
            }
        };
    }

    public RegressionStore store() {
        return store;
    }

    public IncidentBook book() {
        return book;
    }

    /**
     * Looks at a deploy at once, by the rules of its service that do not depend on labels.
     *
     * @param event empty for those of the rules
     */
    public List<LookRun.Result> lookNow(Deploy deploy, String event, long nowMillis) {
        Watch watch = rules.rules().watch(deploy.service(), List::of);
        List<LookRun.Result> results = new ArrayList<>();
        for (String one : event.isEmpty() ? watch.events() : List.of(event)) {
            results.add(run.run(PlannedLook.asked(deploy, watch, one, nowMillis)));
        }
        return results;
    }

    /** Stops looking, so that another server can go on. */
    @Override
    public void close() {
        if (loop != null && routes != null) {
            loop.close();
            routes.close();
        }
        store.close();
    }
}
