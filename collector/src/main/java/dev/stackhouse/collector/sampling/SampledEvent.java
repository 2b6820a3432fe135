package dev.stackhouse.collector.sampling;

import dev.stackhouse.proto.batch.v1.EventType;
import org.jspecify.annotations.Nullable;

/**
 * The events of async-profiler's recordings that are looked at, and how each lies in a chunk (its flightRecorder.cpp): size, type, time, duration where it has
 * one, thread and stack where it has them, and then what it says of itself. What they mean is in {@link Weights}. The numbers of types
 * are those of async-profiler 4.6: another version may have others, which a test of every event shows.
 */
enum SampledEvent {
    EXECUTION_SAMPLE(101, EventType.EVENT_TYPE_CPU),
    ALLOCATION_IN_NEW_TLAB(102, EventType.EVENT_TYPE_ALLOC),
    ALLOCATION_OUTSIDE_TLAB(103, EventType.EVENT_TYPE_ALLOC),
    MONITOR_ENTER(104, EventType.EVENT_TYPE_LOCK),
    THREAD_PARK(105, EventType.EVENT_TYPE_LOCK),
    HEAP_SUMMARY(114, EventType.EVENT_TYPE_UNSPECIFIED),
    LIVE_OBJECT(118, EventType.EVENT_TYPE_LIVE),
    WALL_CLOCK_SAMPLE(119, EventType.EVENT_TYPE_WALL),
    MALLOC(120, EventType.EVENT_TYPE_NATIVE_MEMORY),
    FREE(121, EventType.EVENT_TYPE_UNSPECIFIED);

    private static final SampledEvent[] BY_TYPE = new SampledEvent[256];

    static {
        for (SampledEvent event : values()) {
            BY_TYPE[event.type] = event;
        }
    }

    private final int type;
    final EventType event;

    SampledEvent(int type, EventType event) {
        this.type = type;
        this.event = event;
    }

    boolean hasDuration() {
        return this == MONITOR_ENTER || this == THREAD_PARK;
    }

    /** That of a type of events, or null if it is not looked at. */
    static @Nullable SampledEvent ofType(int type) {
        return type < BY_TYPE.length ? BY_TYPE[type] : null;
    }
}
