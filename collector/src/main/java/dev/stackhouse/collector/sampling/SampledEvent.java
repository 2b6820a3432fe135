package dev.stackhouse.collector.sampling;

import dev.stackhouse.proto.batch.v1.EventType;
import org.jspecify.annotations.Nullable;

/**
 * The events of async-profiler's recordings that are samples, and how each lies in a chunk (its flightRecorder.cpp): size, type, time, duration where it has
 * one, thread, stack, and then what is weighed.
 */
enum SampledEvent {
    EXECUTION_SAMPLE(101, EventType.EVENT_TYPE_CPU, Weight.INTERVAL, 0),
    /** Class, size of the object, weight. */
    ALLOCATION_IN_NEW_TLAB(102, EventType.EVENT_TYPE_ALLOC, Weight.FIELD, 2),
    /** Class, size of the object. */
    ALLOCATION_OUTSIDE_TLAB(103, EventType.EVENT_TYPE_ALLOC, Weight.FIELD, 1),
    MONITOR_ENTER(104, EventType.EVENT_TYPE_LOCK, Weight.DURATION, 0),
    THREAD_PARK(105, EventType.EVENT_TYPE_LOCK, Weight.DURATION, 0);

    /** What the value of a sample is. */
    enum Weight {
        /** That of its event. */
        INTERVAL,
        /** A field behind the stack. */
        FIELD,
        /** How long it took, in nanoseconds. */
        DURATION
    }

    private static final SampledEvent[] BY_TYPE = new SampledEvent[256];

    static {
        for (SampledEvent event : values()) {
            BY_TYPE[event.type] = event;
        }
    }

    final int type;
    final EventType event;
    final Weight weight;
    /** Numbers between the stack and the weight. */
    final int skipped;

    SampledEvent(int type, EventType event, Weight weight, int skipped) {
        this.type = type;
        this.event = event;
        this.weight = weight;
        this.skipped = skipped;
    }

    /** That of a type of events, or null if it is none of samples. */
    static @Nullable SampledEvent ofType(int type) {
        return type < BY_TYPE.length ? BY_TYPE[type] : null;
    }
}
