package dev.stackhouse.query.regression.route;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/** How one route does, as figures; what they mean is in docs/operating.md. Thread-safe. */
final class RouteMetrics {
    private final Clock clock;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private volatile long waitsSinceMillis;

    RouteMetrics(Clock clock) {
        this.clock = clock;
    }

    void bindTo(MeterRegistry registry, String route) {
        counter(registry, "stackhouse.route.sent", route, sent);
        counter(registry, "stackhouse.route.failures", route, failed);
        counter(registry, "stackhouse.route.dropped", route, dropped);
        Gauge.builder("stackhouse.route.behind.seconds", this, RouteMetrics::behindSeconds)
                .tag("route", route)
                .register(registry);
    }

    private static void counter(MeterRegistry registry, String name, String route, AtomicLong count) {
        FunctionCounter.builder(name, count, AtomicLong::get)
                .tag("route", route)
                .register(registry);
    }

    void sent() {
        sent.incrementAndGet();
    }

    void failed() {
        failed.incrementAndGet();
    }

    void dropped() {
        dropped.incrementAndGet();
    }

    /** When the change happened that people are not told of yet; 0 if there is none. */
    void waitsSince(long millis) {
        waitsSinceMillis = millis;
    }

    private double behindSeconds() {
        long since = waitsSinceMillis;
        return since == 0 ? 0 : Math.max(0, clock.millis() - since) / 1e3;
    }
}
