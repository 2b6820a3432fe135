package dev.stackhouse.storage.write;

import java.util.Arrays;
import java.util.function.Consumer;

/** The samples of one event in one window of one instance, as columns; used again for the next window. Not thread-safe. */
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

    /**
     * Writes rows of the table incoming, each the prefix and then the unit and the arrays: one for the samples that weigh the
     * same, as all do that are taken by time and most that are taken by size, and one for the others. Empties the columns.
     */
    void writeTo(RowBuffer rows, Consumer<RowBuffer> prefix) {
        long unit = unit();
        row(rows, prefix, unit, true);
        if (unit > 0) {
            row(rows, prefix, unit, false);
        }
        size = 0;
    }

    /** The least value of a sample, if it is that of at least half of the stacks; else 0. */
    private long unit() {
        long unit = Long.MAX_VALUE;
        for (int i = 0; i < size; i++) {
            unit = Math.min(unit, values[i] / counts[i]);
        }
        int regular = 0;
        for (int i = 0; i < size; i++) {
            regular += counts[i] * unit == values[i] ? 1 : 0;
        }
        return regular * 2 >= size ? unit : 0;
    }

    /** Whether a stack's samples all weigh the unit, if that is wanted, or do not; without a unit every stack is chosen. */
    private boolean isChosen(int i, long unit, boolean regular) {
        return unit == 0 || (counts[i] * unit == values[i]) == regular;
    }

    private void row(RowBuffer row, Consumer<RowBuffer> prefix, long unit, boolean regular) {
        int entries = 0;
        for (int i = 0; i < size; i++) {
            entries += isChosen(i, unit, regular) ? 1 : 0;
        }
        if (entries == 0) {
            return;
        }
        long common = regular ? unit : 0;
        prefix.accept(row);
        row.uint64(common);
        row.length(entries);
        for (int i = 0; i < size; i++) {
            if (isChosen(i, unit, regular)) {
                row.uint64(stackLows[i]);
                row.uint64(stackHighs[i]);
            }
        }
        row.length(entries);
        for (int i = 0; i < size; i++) {
            if (isChosen(i, unit, regular)) {
                row.uint32(counts[i]);
            }
        }
        row.length(common > 0 ? 0 : entries);
        for (int i = 0; common == 0 && i < size; i++) {
            if (isChosen(i, unit, regular)) {
                row.uint64(values[i]);
            }
        }
        row.endRow();
    }
}
