package dev.stackhouse.streamer.decode;

import java.util.Arrays;

/**
 * Remembers which identities were seen recently, in bounded memory. Two generations of an open-addressing set: when the
 * young one is full it becomes the old one, and what is asked for is moved back to the young one, so that the least recently
 * used half is forgotten. An identity counts as new once a day (of its own, so that not all fall due together). Forgetting
 * is harmless: rows are written once more. Not thread-safe.
 */
final class RecentIds {
    private static final long DAY_MILLIS = 86_400_000;

    private final int generation;
    private long[] young;
    private long[] old;
    private int youngSize;

    /** A set that holds so many identities in each of its generations; they take 64 to 128 bytes together for each. */
    RecentIds(int generation) {
        this.generation = generation;
        int slots = Math.max(16, Integer.highestOneBit(Math.max(1, generation * 2 - 1)) * 2);
        young = new long[slots * 2];
        old = new long[slots * 2];
    }

    /** Whether the identity was seen today, as far as is remembered; remembers it for longer if so. */
    boolean refresh(long high, long low, long nowMillis) {
        long first = first(high);
        long second = second(low, nowMillis);
        if (slotOf(young, first, second) < 0) {
            return true;
        }
        return slotOf(old, first, second) < 0 && !add(high, low, nowMillis);
    }

    /** Whether the identity was not seen today, as far as is remembered; remembers it. */
    boolean add(long high, long low, long nowMillis) {
        long first = first(high);
        long second = second(low, nowMillis);
        if (slotOf(young, first, second) < 0) {
            return false;
        }
        boolean isNew = slotOf(old, first, second) >= 0;
        if (youngSize >= generation) {
            long[] recycled = old;
            old = young;
            young = recycled;
            Arrays.fill(young, 0);
            youngSize = 0;
        }
        int slot = slotOf(young, first, second);
        young[slot] = first;
        young[slot + 1] = second;
        youngSize++;
        return isNew;
    }

    private static long first(long high) {
        // 0 marks a free slot.
        return high == 0 ? 1 : high;
    }

    private static long second(long low, long nowMillis) {
        long phase = (low & Long.MAX_VALUE) % DAY_MILLIS;
        long day = (nowMillis + phase) / DAY_MILLIS;
        return low ^ day * 0x9E3779B97F4A7C15L;
    }

    /** The free slot for an identity, or -1 if the table has it. */
    private static int slotOf(long[] table, long first, long second) {
        int mask = table.length - 1;
        int slot = (Long.hashCode(second * 0xC2B2AE3D27D4EB4FL) * 2) & mask;
        while (table[slot] != 0) {
            if (table[slot] == first && table[slot + 1] == second) {
                return -1;
            }
            slot = (slot + 2) & mask;
        }
        return slot;
    }
}
