package dev.stackhouse.collector.sampling;

import dev.stackhouse.collector.context.FrequentSpans;
import dev.stackhouse.collector.context.SampleContext;
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

    /** One sample of which it is not known what its thread worked on. */
    void add(EventType event, int stackTraceId, int thread, long timeMillis, long weight) {
        add(event, stackTraceId, thread, SampleContext.NONE, timeMillis, weight);
    }

    void add(EventType event, int stackTraceId, int thread, SampleContext context, long timeMillis, long weight) {
        add(event, stackTraceId, thread, context, window(timeMillis), weight, 1);
    }

    /** So many samples, the first at a time and then one after each interval, which is the weight of each. */
    void addMany(
            EventType event,
            int stackTraceId,
            int thread,
            SampleContext context,
            long timeMillis,
            long samples,
            long intervalNanos) {
        long added = 0;
        while (added < samples) {
            long window = window(timeMillis + added * intervalNanos / 1_000_000);
            long windowEnd = window + Recording.WINDOW_MILLIS;
            long upToEnd = (windowEnd - timeMillis) * 1_000_000 / intervalNanos;
            long more =
                    windowEnd >= endMillis ? samples - added : Math.min(Math.max(1, upToEnd - added), samples - added);
            add(event, stackTraceId, thread, context, window, more * intervalNanos, more);
            added += more;
        }
    }

    private void add(
            EventType event, int stackTraceId, int thread, SampleContext context, long window, long value, long count) {
        Integer boxed = thread;
        sums.computeIfAbsent(new SampleKey<>(stackTraceId, boxed, context, event, window), key -> new Sum())
                .add(value, count);
    }

    /** A sample of the chunk was taken during the chunk, whatever rounding makes of its time stamp. */
    long window(long timeMillis) {
        long inChunkMillis = Math.min(Math.max(timeMillis, startMillis), endMillis - 1);
        return Math.floorDiv(inChunkMillis, Recording.WINDOW_MILLIS) * Recording.WINDOW_MILLIS;
    }

    /** Stacks and names are known only at the end of a chunk: its constants come after its events. */
    List<RecordedSample> named(IntFunction<List<RecordedFrame>> stacks, IntFunction<String> threads) {
        FrequentSpans spans = new FrequentSpans();
        sums.forEach((key, sum) -> spans.count(key.context, sum.count));
        Map<SampleKey<String>, Sum> merged = new HashMap<>();
        sums.forEach((key, sum) -> {
            SampleKey<String> named = new SampleKey<>(
                    key.stackTraceId,
                    threads.apply(key.thread),
                    spans.bounded(key.context),
                    key.event,
                    key.windowStartMillis);
            merged.computeIfAbsent(named, any -> new Sum()).add(sum.value, sum.count);
        });
        List<RecordedSample> samples = new ArrayList<>(merged.size());
        merged.forEach((key, sum) -> samples.add(new RecordedSample(
                stacks.apply(key.stackTraceId),
                key.thread,
                key.context,
                key.event,
                key.windowStartMillis,
                sum.value,
                sum.count)));
        return samples;
    }
}
