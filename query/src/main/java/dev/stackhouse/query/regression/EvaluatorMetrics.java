package dev.stackhouse.query.regression;

import dev.stackhouse.regression.State;
import dev.stackhouse.storage.regression.LookRow.Verdict;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** How the looks go, as figures; what they mean is in docs/operating.md. Thread-safe. */
public final class EvaluatorMetrics implements MeterBinder {
    private final Map<Verdict, AtomicLong> looks = new EnumMap<>(Verdict.class);
    private final Map<State, AtomicLong> incidents = new EnumMap<>(State.class);
    private final AtomicLong failures = new AtomicLong();
    private volatile boolean leads;
    private volatile boolean rulesGood = true;
    private volatile double behindSeconds;
    private volatile @Nullable Timer lookTime;

    public EvaluatorMetrics() {
        for (Verdict verdict : Verdict.values()) {
            looks.put(verdict, new AtomicLong());
        }
        for (State state : State.values()) {
            incidents.put(state, new AtomicLong());
        }
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        looks.forEach((verdict, count) -> FunctionCounter.builder("stackhouse.regression.looks", count, AtomicLong::get)
                .tag("verdict", verdict.text())
                .register(registry));
        incidents.forEach((state, count) -> Gauge.builder(
                        "stackhouse.regression.incidents", () -> leads ? (double) count.get() : Double.NaN)
                .tag("state", state.name().toLowerCase(Locale.ROOT))
                .register(registry));
        FunctionCounter.builder("stackhouse.regression.failures", failures, AtomicLong::get)
                .register(registry);
        Gauge.builder("stackhouse.regression.leader", () -> leads ? 1 : 0).register(registry);
        Gauge.builder("stackhouse.regression.rules.good", () -> rulesGood ? 1 : 0)
                .register(registry);
        Gauge.builder("stackhouse.regression.behind.seconds", () -> leads ? behindSeconds : 0)
                .register(registry);
        lookTime = Timer.builder("stackhouse.regression.look").register(registry);
    }

    void looked(Verdict verdict, long nanos) {
        count(looks, verdict).incrementAndGet();
        Timer timer = lookTime;
        if (timer != null && nanos > 0) {
            timer.record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    void failed() {
        failures.incrementAndGet();
    }

    void leads(boolean now) {
        leads = now;
    }

    void rulesGood(boolean now) {
        rulesGood = now;
    }

    /** How late the look that has waited longest is. */
    void behind(Duration late) {
        behindSeconds = late.toMillis() / 1e3;
    }

    void incidents(Map<String, Long> countByState) {
        for (State state : State.values()) {
            count(incidents, state).set(countByState.getOrDefault(state.name(), 0L));
        }
    }

    private static <K> AtomicLong count(Map<K, AtomicLong> counts, K key) {
        return Objects.requireNonNull(counts.get(key));
    }
}
