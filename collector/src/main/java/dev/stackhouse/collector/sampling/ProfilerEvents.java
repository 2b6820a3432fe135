package dev.stackhouse.collector.sampling;

import dev.stackhouse.collector.config.Rates;
import dev.stackhouse.proto.batch.v1.EventType;
import java.util.ArrayList;
import java.util.List;

/**
 * What async-profiler is told to sample. CPU time goes by one timer of the process where that can follow all of its cores, as it costs nothing
 * between two samples; else by perf events, which cost some microseconds at every context switch of the application and, where they are not
 * allowed, leave it to a timer of each thread.
 */
final class ProfilerEvents {
    /** The longest tick that Linux has, in nanoseconds: timers are no finer. */
    static final long TICK_NANOS = 10_000_000;

    /** A timer of a process fires once a tick, of 4 ms in most kernels, which is as often as two cores are sampled every 10 ms. */
    private static final int CORES_OF_A_TIMER = 2;

    private ProfilerEvents() {}

    /**
     * In async-profiler's words, such as "event=itimer,interval=10000000,alloc=524288".
     *
     * @param cores that the JVM may use
     */
    static String of(Rates rates, int cores) {
        List<String> events = new ArrayList<>();
        if (rates.isOn(EventType.EVENT_TYPE_CPU)) {
            events.add("event=" + cpuEvent(rates, cores) + ",interval=" + rates.interval(EventType.EVENT_TYPE_CPU));
        }
        if (rates.isOn(EventType.EVENT_TYPE_WALL)) {
            events.add("wall=" + rates.interval(EventType.EVENT_TYPE_WALL));
        }
        if (rates.isOn(EventType.EVENT_TYPE_ALLOC)) {
            events.add("alloc=" + rates.interval(EventType.EVENT_TYPE_ALLOC));
            if (rates.isOn(EventType.EVENT_TYPE_LIVE)) {
                events.add("live");
            }
        }
        if (rates.isOn(EventType.EVENT_TYPE_LOCK)) {
            events.add("lock=" + rates.interval(EventType.EVENT_TYPE_LOCK));
        }
        if (rates.isOn(EventType.EVENT_TYPE_NATIVE_MEMORY)) {
            events.add("nativemem=" + rates.interval(EventType.EVENT_TYPE_NATIVE_MEMORY));
        }
        return String.join(",", events);
    }

    /** Whether they differ at most in how often samples are taken, neither in what is sampled nor in how. */
    static boolean alike(Rates one, Rates other) {
        return one.intervals().keySet().equals(other.intervals().keySet())
                && needPerfEvents(one) == needPerfEvents(other);
    }

    private static String cpuEvent(Rates rates, int cores) {
        if (needPerfEvents(rates)) {
            // Not "cpu", which would quietly go by timers where perf events are not allowed.
            return "cpu-clock";
        }
        return cores <= CORES_OF_A_TIMER ? "itimer" : "cpu";
    }

    /** Whether CPU time is sampled more finely than timers can. */
    static boolean needPerfEvents(Rates rates) {
        return rates.isOn(EventType.EVENT_TYPE_CPU) && rates.interval(EventType.EVENT_TYPE_CPU) < TICK_NANOS;
    }
}
