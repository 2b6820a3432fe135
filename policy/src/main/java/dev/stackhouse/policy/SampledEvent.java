package dev.stackhouse.policy;

import dev.stackhouse.proto.batch.v1.EventType;
import org.jspecify.annotations.Nullable;

/**
 * An event that can be sampled, and what its rate may be, whoever asks for it: a setting or a policy. A rate is the interval between
 * two samples, in nanoseconds or bytes. People write it as "10ms" or "512k", or "off".
 */
public enum SampledEvent {
    CPU("cpu", EventType.EVENT_TYPE_CPU, RateUnit.NANOS, 1_000_000L, 1_000_000_000L),
    WALL("wall", EventType.EVENT_TYPE_WALL, RateUnit.NANOS, 1_000_000L, 60_000_000_000L),
    ALLOC("alloc", EventType.EVENT_TYPE_ALLOC, RateUnit.BYTES, 1L << 10, 1L << 40),
    /** Some of the objects of {@link #ALLOC}, and so at its rate. */
    LIVE("live", EventType.EVENT_TYPE_LIVE, RateUnit.SWITCH, 0, 0),
    LOCK("lock", EventType.EVENT_TYPE_LOCK, RateUnit.NANOS, 0, 60_000_000_000L),
    NATIVE_MEMORY("native-memory", EventType.EVENT_TYPE_NATIVE_MEMORY, RateUnit.BYTES, 1L << 10, 1L << 40);

    /** What an event that is not sampled has for an interval. */
    public static final long OFF = -1;

    private final String label;
    private final EventType type;
    private final RateUnit unit;
    private final long least;
    private final long most;

    SampledEvent(String label, EventType type, RateUnit unit, long least, long most) {
        this.label = label;
        this.type = type;
        this.unit = unit;
        this.least = least;
        this.most = most;
    }

    /** The event of a name such as "cpu", or null if there is none. */
    public static @Nullable SampledEvent named(String label) {
        for (SampledEvent event : values()) {
            if (event.label.equals(label)) {
                return event;
            }
        }
        return null;
    }

    /** The event of a type, or null for a type that is none or not known. */
    public static @Nullable SampledEvent of(EventType type) {
        for (SampledEvent event : values()) {
            if (event.type == type) {
                return event;
            }
        }
        return null;
    }

    /** Its name for people: "cpu". */
    public String label() {
        return label;
    }

    public EventType type() {
        return type;
    }

    /** Whether an interval is one at which this event may be sampled. */
    public boolean allows(long interval) {
        return interval >= least && interval <= most;
    }

    /**
     * The interval that a text says, or {@link #OFF}.
     *
     * @throws IllegalArgumentException with what it is not: "not a duration from 1ms to 1s such as 10ms, or off"
     */
    public long parse(String text) {
        if (text.equals("off")) {
            return OFF;
        }
        long interval = unit.parse(text);
        if (!allows(interval)) {
            throw new IllegalArgumentException("not " + range());
        }
        return interval;
    }

    /** What its rate may be: "a duration from 1ms to 1s such as 10ms, or off". */
    public String range() {
        return unit.range(least, most);
    }

    /** An interval as people write it: "10ms", "512k", "off". */
    public String format(long interval) {
        return interval < 0 ? "off" : unit.format(interval);
    }
}
