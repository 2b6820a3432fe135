package dev.stackhouse.query.regression.route;

import dev.stackhouse.query.regression.Leadership;
import dev.stackhouse.query.regression.rules.WatchRules;
import dev.stackhouse.storage.regression.RegressionStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The routes of the rules as they are now, each with a thread. Of several servers one tells each route. Start and close it from one thread. */
public final class Routes implements MeterBinder, AutoCloseable {
    private record Running(Route route, String page, RouteThread thread) {}

    private final Supplier<WatchRules> rules;
    private final RegressionStore store;
    private final Clock clock;
    private final Duration pause;
    private final JsonPost post = new JsonPost();
    private final Map<String, Running> running = new HashMap<>();
    private final Map<String, RouteMetrics> metrics = new ConcurrentHashMap<>();
    private volatile @Nullable MeterRegistry registry;
    private @Nullable Thread adjuster;

    /**
     * @param rules those in force
     * @param pause between two turns of a route, and between two looks at the rules
     */
    public Routes(Supplier<WatchRules> rules, RegressionStore store, Clock clock, Duration pause) {
        this.rules = rules;
        this.store = store;
        this.clock = clock;
        this.pause = pause;
    }

    public void start() {
        adjust(rules.get());
        Thread started = new Thread(this::adjustAgainAndAgain, "routes");
        started.setDaemon(true);
        started.start();
        adjuster = started;
    }

    private void adjustAgainAndAgain() {
        try {
            while (true) {
                Thread.sleep(pause.toMillis());
                adjust(rules.get());
            }
        } catch (InterruptedException e) {
            // It is closed.
        } finally {
            running.values().forEach(route -> route.thread.close());
        }
    }

    private void adjust(WatchRules now) {
        running.values().removeIf(old -> {
            boolean gone = !old.route.equals(now.routes().get(old.route.name())) || !old.page.equals(now.page());
            if (gone) {
                old.thread.close();
            }
            return gone;
        });
        now.routes().forEach((name, route) -> running.computeIfAbsent(name, added -> run(route, now.page())));
    }

    private Running run(Route route, String page) {
        Leadership leadership = new Leadership(
                store.leases(), "route-" + route.name(), UUID.randomUUID().toString(), System::nanoTime);
        RouteRun run =
                new RouteRun(route, sender(route, page), store, leadership::have, metricsOf(route.name()), clock);
        RouteThread thread = new RouteThread(route.name(), run, leadership, pause);
        thread.start();
        return new Running(route, page, thread);
    }

    private Sender sender(Route route, String page) {
        return switch (route.kind()) {
            case ALERTMANAGER -> new AlertmanagerSender(route, page, post, clock);
            case WEBHOOK -> new WebhookSender(route, page, post, clock);
            case SLACK -> new SlackSender(route, page, post);
        };
    }

    private RouteMetrics metricsOf(String route) {
        return metrics.computeIfAbsent(route, name -> {
            RouteMetrics added = new RouteMetrics(clock);
            MeterRegistry known = registry;
            if (known != null) {
                added.bindTo(known, name);
            }
            return added;
        });
    }

    @Override
    public void bindTo(MeterRegistry bound) {
        registry = bound;
        metrics.forEach((name, one) -> one.bindTo(bound, name));
    }

    @Override
    public void close() {
        Thread started = adjuster;
        if (started != null) {
            started.interrupt();
            try {
                started.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
