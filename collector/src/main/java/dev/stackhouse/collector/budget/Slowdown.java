package dev.stackhouse.collector.budget;

import dev.stackhouse.collector.config.Rates;
import dev.stackhouse.proto.batch.v1.EventType;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * By which factors events are sampled more seldom than was asked for. What it costs is in the number of samples: the event that gave
 * the most is slowed first, so that an event that floods does not cost the others theirs. Not thread-safe.
 */
final class Slowdown {
    static final int MOST = 64;

    /** A threshold of nothing would stay one, doubled or not. */
    private static final long LEAST_LOCK_NANOS = 10_000;

    private final Map<EventType, Integer> factors = new EnumMap<>(EventType.class);

    /**
     * Doubles the interval of one more event.
     *
     * @param asked what is to be sampled
     * @param samples that each event gave lately
     * @return the event, or null if all of them are as slow as they may be
     */
    @Nullable
    EventType slower(Rates asked, Map<EventType, Long> samples) {
        EventType dearest = null;
        for (EventType event : asked.intervals().keySet()) {
            boolean dearer = dearest == null || samples.getOrDefault(event, 0L) > samples.getOrDefault(dearest, 0L);
            // Live objects go with allocations.
            if (dearer && event != EventType.EVENT_TYPE_LIVE && factor(event) < MOST) {
                dearest = event;
            }
        }
        if (dearest != null) {
            factors.put(dearest, 2 * factor(dearest));
        }
        return dearest;
    }

    /** Halves the interval of the event that is slowed most. */
    void faster() {
        EventType slowest = null;
        for (EventType event : factors.keySet()) {
            if (slowest == null || factor(event) > factor(slowest)) {
                slowest = event;
            }
        }
        if (slowest != null) {
            factors.put(slowest, factor(slowest) / 2);
            factors.values().removeIf(factor -> factor == 1);
        }
    }

    /** Goes on from factors that {@link #factors} told. */
    void goOnFrom(Map<EventType, Integer> before) {
        factors.clear();
        factors.putAll(before);
        factors.remove(EventType.EVENT_TYPE_LIVE);
    }

    boolean isOn() {
        return !factors.isEmpty();
    }

    private int factor(EventType event) {
        return factors.getOrDefault(event, 1);
    }

    /** The factors of events that are slowed, more than 1 each. */
    Map<EventType, Integer> factors() {
        Map<EventType, Integer> all = new EnumMap<>(factors);
        Integer alloc = factors.get(EventType.EVENT_TYPE_ALLOC);
        if (alloc != null) {
            all.put(EventType.EVENT_TYPE_LIVE, alloc);
        }
        return all;
    }

    /** What remains of what was asked for. */
    Rates of(Rates asked) {
        Rates slowed = asked;
        for (Map.Entry<EventType, Integer> entry : factors.entrySet()) {
            EventType event = entry.getKey();
            if (asked.isOn(event)) {
                long interval = asked.interval(event);
                long least = event == EventType.EVENT_TYPE_LOCK ? LEAST_LOCK_NANOS : 1;
                slowed = slowed.with(event, entry.getValue() * Math.max(least, interval));
            }
        }
        return slowed.withLiveAsAlloc();
    }
}
