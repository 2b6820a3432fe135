package dev.stackhouse.collector.sampling;

import dev.stackhouse.proto.batch.v1.EventType;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Sampled allocations of native memory that were not freed yet. One that lives until the end of the interval after the one that it
 * was made in is handed out then, once, and forgotten: most are freed much sooner. So the sum over any time is what was
 * allocated in it to stay, as a leak is. async-profiler samples allocations but records every free; an allocation is freed by a
 * free of its address that is later, or by another allocation there. In a chunk the two may stand in either order. At most
 * {@link #MOST} are kept; there is no room for more. Not thread-safe.
 */
final class NativeMemory {
    static final int MOST = 10_000;

    private static final class Block {
        final long ticks;
        final long weight;
        final int stackTraceId;
        final int thread;
        /** Null until the chunk that it was made in has been read. */
        @Nullable
        SimpleImmutableEntry<List<RecordedFrame>, String> stackOfThread;

        Block(long ticks, long weight, int stackTraceId, int thread) {
            this.ticks = ticks;
            this.weight = weight;
            this.stackTraceId = stackTraceId;
            this.thread = thread;
        }
    }

    private final Map<Long, Block> blocks = new HashMap<>();
    private final int most;

    NativeMemory() {
        this(MOST);
    }

    NativeMemory(int most) {
        this.most = most;
    }

    /** A chunk is about to be read. What is left of one that could not be read to its end is forgotten. */
    void beginChunk() {
        blocks.values().removeIf(block -> block.stackOfThread == null);
    }

    /**
     * An allocation of the chunk that is being read.
     *
     * @param stackTraceId number of its stack in the chunk
     * @param thread number of its thread in the chunk
     * @return whether there was room for it
     */
    boolean allocated(long address, long ticks, long weight, int stackTraceId, int thread) {
        Block other = blocks.get(address);
        if (other == null && blocks.size() >= most) {
            return false;
        }
        if (other == null || other.ticks <= ticks) {
            blocks.put(address, new Block(ticks, weight, stackTraceId, thread));
        }
        return true;
    }

    void freed(long address, long ticks) {
        Block block = blocks.get(address);
        if (block != null && block.ticks <= ticks) {
            blocks.remove(address);
        }
    }

    /** Whether there are any of the chunk that is being read. */
    boolean hasNew() {
        return blocks.values().stream().anyMatch(block -> block.stackOfThread == null);
    }

    /**
     * Ends the chunk: takes what was there before it began.
     *
     * @param stacks by their numbers in the chunk
     * @param threads names of threads' pools by their numbers in the chunk
     * @param windowStartMillis window of what is taken
     */
    List<RecordedSample> endChunk(
            IntFunction<List<RecordedFrame>> stacks, IntFunction<String> threads, long windowStartMillis) {
        List<RecordedSample> old = take(windowStartMillis);
        for (Block block : blocks.values()) {
            block.stackOfThread =
                    new SimpleImmutableEntry<>(stacks.apply(block.stackTraceId), threads.apply(block.thread));
        }
        return old;
    }

    /** Takes what has outlived the chunk that it was made in, as samples of a window. */
    List<RecordedSample> take(long windowStartMillis) {
        Map<SimpleImmutableEntry<List<RecordedFrame>, String>, long[]> sums = new HashMap<>();
        for (Iterator<Block> all = blocks.values().iterator(); all.hasNext(); ) {
            Block block = all.next();
            if (block.stackOfThread != null) {
                long[] valueAndCount = sums.computeIfAbsent(block.stackOfThread, any -> new long[2]);
                valueAndCount[0] += block.weight;
                valueAndCount[1]++;
                all.remove();
            }
        }
        List<RecordedSample> samples = new ArrayList<>(sums.size());
        sums.forEach((stack, sum) -> samples.add(new RecordedSample(
                stack.getKey(),
                stack.getValue(),
                EventType.EVENT_TYPE_NATIVE_MEMORY,
                windowStartMillis,
                sum[0],
                sum[1])));
        return samples;
    }
}
