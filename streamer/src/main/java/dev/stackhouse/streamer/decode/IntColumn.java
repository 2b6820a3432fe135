package dev.stackhouse.streamer.decode;

import java.util.Arrays;

/** A growing column of numbers, used again for every batch. */
final class IntColumn {
    private static final int KEPT = 1 << 18;

    private int[] values = new int[256];
    private int size;

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    /** The values, with room for so many more after the last one; {@link #setSize} says how many were put there. */
    int[] room(int more) {
        if (values.length - size < more) {
            values = Arrays.copyOf(values, Math.max(size + more, size * 2));
        }
        return values;
    }

    /** Adds a range of another column, or of this one. */
    void addAll(IntColumn from, int start, int count) {
        int[] source = from.values;
        System.arraycopy(source, start, room(count), size, count);
        size += count;
    }

    void setSize(int size) {
        this.size = size;
    }

    int get(int index) {
        return values[index];
    }

    int size() {
        return size;
    }

    /** Empties the column and gives up memory that an unusually large batch needed. */
    void clear() {
        size = 0;
        if (values.length > KEPT) {
            values = new int[256];
        }
    }
}
