package dev.stackhouse.bench.overhead;

import java.util.List;

/**
 * What async-profiler is told to sample, more often than in use, so that what it takes can be seen.
 *
 * @param events in async-profiler's words; empty for nothing
 * @param times as often as the settings that its loss is stated for
 * @param turns in every round: more where it cannot be made so eager
 */
record SamplingWay(String name, String events, double times, int turns) {
    /** A timer of a process is no faster than the kernel's tick, of 4 ms in most. */
    private static final String TIMER = "event=itimer,interval=4ms";

    private static final String PERF_EVENTS = "event=cpu-clock,interval=1ms";
    private static final String ALLOC_AND_LOCK = ",alloc=52428,lock=1ms";

    /** Those of the collector and of Pyroscope's agent, which sample by the same library; and nothing, whose loss is what cannot be told apart. */
    static List<SamplingWay> all() {
        return List.of(
                new SamplingWay("none", "", 10, 1),
                new SamplingWay("cpu, by a timer", TIMER, 2.5, 4),
                new SamplingWay("cpu, by perf events", PERF_EVENTS, 10, 1),
                new SamplingWay("cpu alloc lock", PERF_EVENTS + ALLOC_AND_LOCK, 10, 1),
                new SamplingWay("all events", PERF_EVENTS + ALLOC_AND_LOCK + ",wall=5ms,live,nativemem=104857", 10, 1));
    }

    boolean isNothing() {
        return events.isEmpty();
    }
}
