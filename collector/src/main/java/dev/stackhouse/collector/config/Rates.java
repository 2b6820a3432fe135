package dev.stackhouse.collector.config;

import dev.stackhouse.proto.batch.v1.EventType;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Which events are sampled and how often: of each event the interval between two samples. Nanoseconds of CPU time (cpu) or of
 * elapsed time (wall), bytes (alloc, native memory; live objects are some of those of alloc and have its interval), nanoseconds of waiting
 * (lock). Immutable.
 */
public final class Rates {
    /** No event at all. */
    public static final Rates NONE = new Rates(new EnumMap<>(EventType.class));

    /** Allocation between two samples of it, where nobody says otherwise. */
    public static final long DEFAULT_ALLOC_BYTES = 512 << 10;

    private final EnumMap<EventType, Long> intervals;

    private Rates(EnumMap<EventType, Long> intervals) {
        this.intervals = intervals;
    }

    /**
     * The same with another interval for an event.
     *
     * @param interval in the event's unit; negative where it is not to be sampled
     */
    public Rates with(EventType event, long interval) {
        EnumMap<EventType, Long> changed = new EnumMap<>(EventType.class);
        changed.putAll(intervals);
        if (interval < 0) {
            changed.remove(event);
        } else {
            changed.put(event, interval);
        }
        return new Rates(changed);
    }

    /** The same with live objects, where they are on, at the rate of the allocations that they are some of; off where those are. */
    public Rates withLiveAsAlloc() {
        return isOn(EventType.EVENT_TYPE_LIVE)
                ? with(EventType.EVENT_TYPE_LIVE, interval(EventType.EVENT_TYPE_ALLOC))
                : this;
    }

    public boolean isOn(EventType event) {
        return intervals.containsKey(event);
    }

    /** The event's interval in its unit, or -1 where it is not sampled. */
    public long interval(EventType event) {
        return intervals.getOrDefault(event, -1L);
    }

    /** The events that are sampled and their intervals, in the order of their numbers. */
    public Map<EventType, Long> intervals() {
        return new EnumMap<>(intervals);
    }

    /** Of the events that are sampled, the one with the lowest number: cpu before the others. */
    public EventType firstEvent() {
        return Arrays.stream(EventType.values()).filter(this::isOn).findFirst().orElse(EventType.EVENT_TYPE_CPU);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rates && ((Rates) other).intervals.equals(intervals);
    }

    @Override
    public int hashCode() {
        return intervals.hashCode();
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(",");
        intervals.forEach((event, interval) -> text.add(event + "=" + interval));
        return text.toString();
    }
}
