package dev.stackhouse.storage.write;

import java.util.Arrays;

/** The samples of one event in one window of one instance, as columns. Not thread-safe. */
final class WindowColumns {
    /** Bytes of a sample in the row that the columns become. */
    static final int SAMPLE_BYTES = 28;

    private long[] stackHighs = new long[64];
    private long[] stackLows = new long[64];
    private long[] counts = new long[64];
    private long[] values = new long[64];
    private int size;

    void add(long stackHigh, long stackLow, long value, long count) {
        if (size == counts.length) {
            stackHighs = Arrays.copyOf(stackHighs, size * 2);
            stackLows = Arrays.copyOf(stackLows, size * 2);
            counts = Arrays.copyOf(counts, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        stackHighs[size] = stackHigh;
        stackLows[size] = stackLow;
        counts[size] = count;
        values[size] = value;
        size++;
    }

    /** Ends a row of the table incoming: the unit and the arrays. */
    void writeTo(RowBuffer row) {
        long unit = unit();
        row.uint64(unit);
        row.length(size);
        for (int i = 0; i < size; i++) {
            row.uint64(stackLows[i]);
            row.uint64(stackHighs[i]);
        }
        row.length(size);
        for (int i = 0; i < size; i++) {
            row.uint32(counts[i]);
        }
        row.length(unit > 0 ? 0 : size);
        for (int i = 0; unit == 0 && i < size; i++) {
            row.uint64(values[i]);
        }
        row.endRow();
    }

    /** The value of a sample if it is the same for all, as it is for what is sampled by time; else 0. */
    private long unit() {
        long unit = values[0] / counts[0];
        for (int i = 0; i < size; i++) {
            if (counts[i] * unit != values[i]) {
                return 0;
            }
        }
        return unit;
    }
}
