package dev.stackhouse.collector.budget;

import dev.stackhouse.collector.Notices;
import dev.stackhouse.collector.config.Rates;
import dev.stackhouse.proto.batch.v1.EventType;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Measures what profiling a JVM costs, interval after interval, and slows sampling when that passes the budget: the CPU of the collector's
 * threads, wherever they are, and an estimate of what taking the samples costs the application's. async-profiler's own figure for that is no use here: it
 * prints a line into the application's output with it, and counts the time for which a thread had no core. Not thread-safe.
 */
public final class BudgetKeeper {
    /** What programs lost by samples of allocations that were taken ten times as often as in use: 17 to 20 us of theirs each (bench entry "sampling"). */
    static final long NANOS_PER_SAMPLE = 20_000;

    /** Most of them are of threads that wait, and were seen to wait without being interrupted. */
    static final long NANOS_PER_WALL_SAMPLE = 10_000;

    private final String subject;
    private final String who;
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

    private BudgetKeeper(
            String subject,
            String who,
            double share,
            LongSupplier ownNanos,
            LongSupplier jvmNanos,
            LongSupplier clockNanos) {
        this.subject = subject;
        this.who = who;
        this.share = share;
        this.budget = new CpuBudget(share);
        this.ownNanos = ownNanos;
        this.jvmNanos = jvmNanos;
        this.clockNanos = clockNanos;
    }

    BudgetKeeper(double share, LongSupplier ownNanos, LongSupplier jvmNanos, LongSupplier clockNanos) {
        this("budget", "the collector", share, ownNanos, jvmNanos, clockNanos);
    }

    /**
     * One that watches what another JVM is profiled for.
     *
     * @param who profiles it, the subject of a sentence
     * @param share of that JVM's CPU that the collector may use
     * @param ownNanos CPU time of the collector for it, but for the taking of samples; negative where it cannot be told
     * @param jvmNanos CPU time of that JVM; negative where it cannot be told
     */
    public static BudgetKeeper ofOther(String who, double share, LongSupplier ownNanos, LongSupplier jvmNanos) {
        return new BudgetKeeper("budget of " + who, who, share, ownNanos, jvmNanos, System::nanoTime);
    }

    /**
     * One that watches this JVM.
     *
     * @param share of the JVM's CPU that the collector may use
     */
    public static BudgetKeeper ofThisJvm(double share) {
        return new BudgetKeeper(share, new OwnThreads()::cpuNanos, ProcessCpu.ofThisJvm()::nanos, System::nanoTime);
    }

    /** Goes on from factors that {@link #slowed} told. */
    public void goOnFrom(Map<EventType, Integer> slowed) {
        slowdown.goOnFrom(slowed);
    }

    /** Nothing more is to be said about it. */
    public void close() {
        Notices.forget(subject);
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
            // A JVM that does not tell what it uses is held to the least.
            act(own - lastOwnNanos + takingNanos(), jvm < 0 ? 0 : jvm - lastJvmNanos, now - lastClockNanos, asked);
        }
        started = true;
        lastOwnNanos = own;
        lastJvmNanos = jvm;
        lastClockNanos = now;
        samples.clear();
    }

    private long takingNanos() {
        long nanos = 0;
        for (Map.Entry<EventType, Long> taken : samples.entrySet()) {
            boolean wall = taken.getKey() == EventType.EVENT_TYPE_WALL;
            nanos += taken.getValue() * (wall ? NANOS_PER_WALL_SAMPLE : NANOS_PER_SAMPLE);
        }
        return nanos;
    }

    private void act(long own, long jvm, long elapsed, Rates asked) {
        switch (budget.judge(own, jvm, elapsed, slowdown.isOn())) {
            case SLOWER:
                EventType slowed = slowdown.slower(asked, samples);
                if (slowed != null) {
                    Notices.say(
                            subject,
                            String.format(
                                    Locale.ROOT,
                                    "%s used more than its CPU budget of %.3g %%, samples are taken more seldom: %d ms"
                                            + " in the last %d s, of %d ms of the JVM",
                                    who,
                                    100 * share,
                                    own / 1_000_000,
                                    elapsed / 1_000_000_000,
                                    jvm / 1_000_000));
                }
                break;
            case FASTER:
                slowdown.faster();
                if (!slowdown.isOn()) {
                    Notices.forget(subject);
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
