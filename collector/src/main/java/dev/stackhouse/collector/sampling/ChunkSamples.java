package dev.stackhouse.collector.sampling;

import dev.stackhouse.batch.KnownStacks;
import dev.stackhouse.batch.LongNumbers;
import dev.stackhouse.collector.context.FrequentSpans;
import dev.stackhouse.collector.context.Span;
import dev.stackhouse.proto.batch.v1.EventType;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The samples of one chunk, equal ones of a window merged. Not thread-safe. */
final class ChunkSamples {
    private static final int CAPACITY = 256;
    /** Of a chunk of years. */
    private static final long MOST_WINDOWS = 1 << 24;

    private final long startMillis;
    private final long endMillis;
    private final RecordedSamples samples;
    /** Indexes of samples, by stack, event and window. */
    private final LongNumbers indexes = new LongNumbers();
    /** Numbers of what is the same but for its span, by stack, event and window. */
    private final LongNumbers alikes = new LongNumbers();
    /** Indexes of samples, by number of their likes (upper half) and of their span. */
    private final LongNumbers spannedIndexes = new LongNumbers();

    private final Map<Span, Integer> spans = new HashMap<>();

    /**
     * @param startMillis when the chunk began
     * @param endMillis when it ended, exclusive
     */
    ChunkSamples(KnownStacks known, long startMillis, long endMillis) {
        this.startMillis = startMillis;
        this.endMillis = endMillis;
        this.samples = new RecordedSamples(known, CAPACITY);
    }

    void add(EventType event, int stack, @Nullable Span span, long timeMillis, long weight) {
        add(event, stack, span, window(timeMillis), weight, 1);
    }

    /** So many samples, the first at a time and then one after each interval, which is the weight of each. */
    void addMany(EventType event, int stack, @Nullable Span span, long timeMillis, long count, long intervalNanos) {
        // A time stamp of long ago is damage, and would be gone through sample by sample.
        long firstMillis = Math.max(timeMillis, startMillis - Recording.WINDOW_MILLIS);
        long added = 0;
        while (added < count) {
            long window = window(firstMillis + added * intervalNanos / 1_000_000);
            long windowEnd = window + Recording.WINDOW_MILLIS;
            long upToEnd = (windowEnd - firstMillis) * 1_000_000 / intervalNanos;
            long more = windowEnd >= endMillis ? count - added : Math.min(Math.max(1, upToEnd - added), count - added);
            add(event, stack, span, window, more * intervalNanos, more);
            added += more;
        }
    }

    private void add(EventType event, int stack, @Nullable Span span, long windowStartMillis, long value, long count) {
        long window = windowStartMillis / Recording.WINDOW_MILLIS - startMillis / Recording.WINDOW_MILLIS;
        if (window >= MOST_WINDOWS) {
            throw new IllegalStateException("a chunk of years");
        }
        long key = (long) stack << 32 | (long) event.getNumber() << 24 | window;
        LongNumbers places = indexes;
        if (span != null) {
            key = (long) number(alikes, key) << 32 | spans.computeIfAbsent(span, any -> spans.size());
            places = spannedIndexes;
        }
        int index = places.get(key);
        if (index == LongNumbers.NONE) {
            places.put(key, samples.size());
            samples.add(stack, event, span, windowStartMillis, value, count);
        } else {
            samples.addTo(index, value, count);
        }
    }

    private static int number(LongNumbers numbers, long key) {
        int known = numbers.get(key);
        if (known != LongNumbers.NONE) {
            return known;
        }
        numbers.put(key, numbers.size());
        return numbers.size() - 1;
    }

    /** A sample of the chunk was taken during the chunk, whatever rounding makes of its time stamp. */
    long window(long timeMillis) {
        long inChunkMillis = Math.min(Math.max(timeMillis, startMillis), endMillis - 1);
        return Math.floorDiv(inChunkMillis, Recording.WINDOW_MILLIS) * Recording.WINDOW_MILLIS;
    }

    /** What was added, with the spans that most of it is of. */
    RecordedSamples samples() {
        if (spans.size() <= FrequentSpans.MOST_SPANS) {
            return samples;
        }
        FrequentSpans frequent = new FrequentSpans();
        for (int i = 0; i < samples.size(); i++) {
            frequent.count(samples.span(i), samples.count(i));
        }
        ChunkSamples bounded = new ChunkSamples(samples.known(), startMillis, endMillis);
        for (int i = 0; i < samples.size(); i++) {
            bounded.add(
                    samples.event(i),
                    samples.stack(i),
                    frequent.bounded(samples.span(i)),
                    samples.windowStartMillis(i),
                    samples.value(i),
                    samples.count(i));
        }
        return bounded.samples;
    }
}
