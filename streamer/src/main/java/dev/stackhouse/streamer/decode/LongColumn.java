package dev.stackhouse.streamer.decode;

import java.util.Arrays;

/** A growing column of numbers, used again for every batch. */
final class LongColumn {
    private static final int KEPT = 1 << 18;

    private long[] values = new long[256];
    private int size;

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    void set(int index, long value) {
        values[index] = value;
    }

    long get(int index) {
        return values[index];
    }

    int size() {
        return size;
    }

    /** Empties the column and gives up memory that an unusually large batch needed. */
    void clear() {
        size = 0;
        if (values.length > KEPT) {
            values = new long[256];
        }
    }
}
