package dev.stackhouse.bench.fleet;

import java.util.Arrays;

/** Samples of one event in one window of one instance by stack; filled again for each window. Not thread-safe. */
public final class WindowSamples {
    private int[] slotOfStack = new int[0];
    private int[] stacks = new int[256];
    private long[] values = new long[256];
    private int[] counts = new int[256];
    private int size;

    /** Forgets everything; the most frequent stacks have numbers below the given one. */
    void reset(int commonStacks) {
        if (slotOfStack.length < commonStacks) {
            slotOfStack = new int[commonStacks];
        } else {
            for (int i = 0; i < size; i++) {
                if (stacks[i] < slotOfStack.length) {
                    slotOfStack[stacks[i]] = 0;
                }
            }
        }
        size = 0;
    }

    void add(int stack, long value, int count) {
        int slot = stack < slotOfStack.length ? slotOfStack[stack] - 1 : -1;
        if (slot < 0) {
            slot = size++;
            if (slot == stacks.length) {
                stacks = Arrays.copyOf(stacks, slot * 2);
                values = Arrays.copyOf(values, slot * 2);
                counts = Arrays.copyOf(counts, slot * 2);
            }
            stacks[slot] = stack;
            values[slot] = 0;
            counts[slot] = 0;
            if (stack < slotOfStack.length) {
                slotOfStack[stack] = slot + 1;
            }
        }
        values[slot] += value;
        counts[slot] += count;
    }

    public int size() {
        return size;
    }

    public int stack(int i) {
        return stacks[i];
    }

    public long value(int i) {
        return values[i];
    }

    public int count(int i) {
        return counts[i];
    }

    public long samples() {
        long samples = 0;
        for (int i = 0; i < size; i++) {
            samples += counts[i];
        }
        return samples;
    }
}
