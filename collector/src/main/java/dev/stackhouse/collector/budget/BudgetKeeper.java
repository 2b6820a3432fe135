package dev.stackhouse.collector.budget;

import dev.stackhouse.collector.Notices;
import dev.stackhouse.collector.config.Rates;
import dev.stackhouse.proto.batch.v1.EventType;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Measures what the collector costs, interval after interval, and slows sampling when that passes the budget: the CPU of its own
 * threads, and an estimate of what taking the samples costs the application's. async-profiler's own figure for that is no use here: it
 * prints a line into the application's output with it, and counts the time for which a thread had no core. Not thread-safe.
 */
public final class BudgetKeeper {
    /** Stacks of 5 to 500 frames took 6 to 20 us to walk, on a busy machine. */
    static final long NANOS_PER_SAMPLE = 10_000;

    private static final String SUBJECT = "budget";

    private final double share;
    private final CpuBudget budget;
    private final Slowdown slowdown = new Slowdown();
    private final LongSupplier ownNanos;
    private final LongSupplier jvmNanos;
    private final LongSupplier clockNanos;
    private final Map<EventType, Long> samples = new EnumMap<>(EventType.class);
    private boolean started;
    private long lastOwnNanos;
    private long lastJvmNanos;
    private long lastClockNanos;

    BudgetKeeper(double share, LongSupplier ownNanos, LongSupplier jvmNanos, LongSupplier clockNanos) {
        this.share = share;
        this.budget = new CpuBudget(share);
        this.ownNanos = ownNanos;
        this.jvmNanos = jvmNanos;
        this.clockNanos = clockNanos;
    }

    /**
     * One that watches this JVM.
     *
     * @param share of the JVM's CPU that the collector may use
     */
    public static BudgetKeeper ofThisJvm(double share) {
        return new BudgetKeeper(share, new OwnThreads()::cpuNanos, ProcessCpu.ofThisJvm()::nanos, System::nanoTime);
    }

    /** Counts samples that were taken in the interval that goes on. */
    public void count(EventType event, long taken) {
        samples.merge(event, taken, Long::sum);
    }

    /**
     * Ends an interval.
     *
     * @param asked what would be sampled if it cost nothing
     */
    public void endInterval(Rates asked) {
        long own = ownNanos.getAsLong();
        long jvm = jvmNanos.getAsLong();
        long now = clockNanos.getAsLong();
        if (started && own >= 0) {
            long taken = samples.values().stream().mapToLong(Long::longValue).sum();
            // A JVM that does not tell what it uses is held to the least.
            act(
                    own - lastOwnNanos + taken * NANOS_PER_SAMPLE,
                    jvm < 0 ? 0 : jvm - lastJvmNanos,
                    now - lastClockNanos,
                    asked);
        }
        started = true;
        lastOwnNanos = own;
        lastJvmNanos = jvm;
        lastClockNanos = now;
        samples.clear();
    }

    private void act(long own, long jvm, long elapsed, Rates asked) {
        switch (budget.judge(own, jvm, elapsed, slowdown.isOn())) {
            case SLOWER:
                EventType slowed = slowdown.slower(asked, samples);
                if (slowed != null) {
                    Notices.say(
                            SUBJECT,
                            String.format(
                                    Locale.ROOT,
                                    "the collector used more than its CPU budget of %.3g %%, samples are taken more seldom: %d ms"
                                            + " in the last %d s, of %d ms of the JVM",
                                    100 * share,
                                    own / 1_000_000,
                                    elapsed / 1_000_000_000,
                                    jvm / 1_000_000));
                }
                break;
            case FASTER:
                slowdown.faster();
                if (!slowdown.isOn()) {
                    Notices.forget(SUBJECT);
                }
                break;
            default:
                break;
        }
    }

    /** What may be sampled of what was asked for. */
    public Rates affordable(Rates asked) {
        return slowdown.of(asked);
    }

    /** By which factor the interval of an event is longer than was asked for; not there where it is not. */
    public Map<EventType, Integer> slowed() {
        return slowdown.factors();
    }
}
