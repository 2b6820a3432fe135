package dev.stackhouse.streamer.partial;

import java.util.Arrays;

/**
 * Samples of one window: (event, stack) to sum of values and number of samples, in open addressing over primitive columns.
 * Not thread-safe.
 */
public final class SampleTable {
    /** Receives the entries. */
    public interface Visitor {
        void sample(int event, long stackHigh, long stackLow, long value, long count);
    }

    private static final int SMALLEST = 16;

    /** 0 marks a free slot: no event has that number. */
    private byte[] events;

    private long[] highs;
    private long[] lows;
    private long[] values;
    private long[] counts;
    private int size;

    public SampleTable() {
        this(0);
    }

    /** An empty table in which the expected number of entries fit without growing. */
    public SampleTable(int expected) {
        int capacity = SMALLEST;
        while (capacity < expected * 2) {
            capacity *= 2;
        }
        events = new byte[capacity];
        highs = new long[capacity];
        lows = new long[capacity];
        values = new long[capacity];
        counts = new long[capacity];
    }

    /**
     * Adds to the entry of a stack and event.
     *
     * @param event number of {@code stackhouse.batch.v1.EventType}, 1 to 127
     */
    public void add(int event, long stackHigh, long stackLow, long value, long count) {
        int slot = slotOf(event, stackHigh, stackLow);
        if (events[slot] == 0) {
            if (size * 2 >= events.length) {
                grow();
                slot = slotOf(event, stackHigh, stackLow);
            }
            events[slot] = (byte) event;
            highs[slot] = stackHigh;
            lows[slot] = stackLow;
            size++;
        }
        values[slot] += value;
        counts[slot] += count;
    }

    public void addAll(SampleTable other) {
        other.forEach(this::add);
    }

    public void forEach(Visitor visitor) {
        for (int slot = 0; slot < events.length; slot++) {
            if (events[slot] != 0) {
                visitor.sample(events[slot], highs[slot], lows[slot], values[slot], counts[slot]);
            }
        }
    }

    /** Number of entries. */
    public int size() {
        return size;
    }

    public SampleTable copy() {
        SampleTable copy = new SampleTable(size);
        copy.addAll(this);
        return copy;
    }

    private int slotOf(int event, long high, long low) {
        int mask = events.length - 1;
        // The identity is a hash already; only the event has to be mixed in.
        int slot = (Long.hashCode(low) ^ event * 0x9E3779B9) & mask;
        while (events[slot] != 0 && (events[slot] != event || lows[slot] != low || highs[slot] != high)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        SampleTable larger = new SampleTable(events.length);
        larger.addAll(this);
        events = larger.events;
        highs = larger.highs;
        lows = larger.lows;
        values = larger.values;
        counts = larger.counts;
    }

    /** Equal when the entries are equal, in whatever order they were added. */
    @Override
    public boolean equals(Object other) {
        if (!(other instanceof SampleTable that) || that.size != size) {
            return false;
        }
        boolean[] same = {true};
        forEach((event, high, low, value, count) -> {
            int slot = that.slotOf(event, high, low);
            same[0] &= that.events[slot] != 0 && that.values[slot] == value && that.counts[slot] == count;
        });
        return same[0];
    }

    @Override
    public int hashCode() {
        return Long.hashCode(Arrays.stream(values).sum()) * 31 + size;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        forEach((event, high, low, value, count) ->
                text.append(String.format(" %d:%016x%016x=%d/%d", event, high, low, value, count)));
        return text.append(" ]").toString();
    }
}
