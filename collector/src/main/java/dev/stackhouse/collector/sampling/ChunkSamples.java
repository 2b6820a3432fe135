package dev.stackhouse.collector.sampling;

import dev.stackhouse.proto.batch.v1.EventType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** The samples of one chunk, equal ones of a window merged. Not thread-safe. */
final class ChunkSamples {
    private static final class Sum {
        private long value;
        private long count;

        private void add(long moreValue, long moreCount) {
            value += moreValue;
            count += moreCount;
        }
    }

    private final long startMillis;
    private final long endMillis;
    private final Map<SampleKey<Integer>, Sum> sums = new HashMap<>();

    /**
     * @param startMillis when the chunk began
     * @param endMillis when it ended, exclusive
     */
    ChunkSamples(long startMillis, long endMillis) {
        this.startMillis = startMillis;
        this.endMillis = endMillis;
    }

    void add(EventType event, int stackTraceId, int thread, long timeMillis, long weight) {
        Integer boxed = thread;
        sums.computeIfAbsent(new SampleKey<>(stackTraceId, boxed, event, window(timeMillis)), key -> new Sum())
                .add(weight, 1);
    }

    /** As many samples as there are, one interval after the other. */
    void addMany(EventType event, int stackTraceId, int thread, long timeMillis, long samples, long intervalNanos) {
        for (long i = 0; i < samples; i++) {
            add(event, stackTraceId, thread, timeMillis + i * intervalNanos / 1_000_000, intervalNanos);
        }
    }

    /** A sample of the chunk was taken during the chunk, whatever rounding makes of its time stamp. */
    long window(long timeMillis) {
        long inChunkMillis = Math.min(Math.max(timeMillis, startMillis), endMillis - 1);
        return Math.floorDiv(inChunkMillis, Recording.WINDOW_MILLIS) * Recording.WINDOW_MILLIS;
    }

    /** Stacks and names are known only at the end of a chunk: its constants come after its events. */
    List<RecordedSample> named(IntFunction<List<RecordedFrame>> stacks, IntFunction<String> threads) {
        Map<SampleKey<String>, Sum> merged = new HashMap<>();
        sums.forEach((key, sum) -> {
            SampleKey<String> named =
                    new SampleKey<>(key.stackTraceId, threads.apply(key.thread), key.event, key.windowStartMillis);
            merged.computeIfAbsent(named, any -> new Sum()).add(sum.value, sum.count);
        });
        List<RecordedSample> samples = new ArrayList<>(merged.size());
        merged.forEach((key, sum) -> samples.add(new RecordedSample(
                stacks.apply(key.stackTraceId), key.thread, key.event, key.windowStartMillis, sum.value, sum.count)));
        return samples;
    }
}
