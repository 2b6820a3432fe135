package dev.stackhouse.batch;

import java.util.Arrays;

/** Numbers, not negative, of keys; open addressing without an object per entry. Not thread-safe. */
public final class LongNumbers {
    private static final int FIRST_SLOTS = 64;
    /** Of an empty slot, and what a key without a number has. */
    public static final int NONE = -1;

    private long[] keys = new long[FIRST_SLOTS];
    private int[] numbers = empty(FIRST_SLOTS);
    private int size;

    private static int[] empty(int slots) {
        int[] numbers = new int[slots];
        Arrays.fill(numbers, NONE);
        return numbers;
    }

    public int size() {
        return size;
    }

    /** The number of a key, or {@link #NONE}. */
    public int get(long key) {
        return numbers[slot(keys, numbers, key)];
    }

    /** Gives a key a number. If there is no memory for it nothing has changed. */
    public void put(long key, int number) {
        if (2 * size >= keys.length) {
            grow();
        }
        int slot = slot(keys, numbers, key);
        if (numbers[slot] == NONE) {
            keys[slot] = key;
            size++;
        }
        numbers[slot] = number;
    }

    public void clear() {
        if (size > 0) {
            Arrays.fill(numbers, NONE);
            size = 0;
        }
    }

    private void grow() {
        long[] moreKeys = new long[2 * keys.length];
        int[] moreNumbers = empty(2 * keys.length);
        for (int i = 0; i < keys.length; i++) {
            if (numbers[i] != NONE) {
                int slot = slot(moreKeys, moreNumbers, keys[i]);
                moreKeys[slot] = keys[i];
                moreNumbers[slot] = numbers[i];
            }
        }
        keys = moreKeys;
        numbers = moreNumbers;
    }

    private static int slot(long[] keys, int[] numbers, long key) {
        // Fibonacci hashing: the upper half of the product depends on all of the key.
        int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> 32) & (keys.length - 1);
        while (numbers[slot] != NONE && keys[slot] != key) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }
}
