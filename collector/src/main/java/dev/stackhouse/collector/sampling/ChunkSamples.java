package dev.stackhouse.collector.sampling;

import dev.stackhouse.batch.KnownStacks;
import dev.stackhouse.batch.LongNumbers;
import dev.stackhouse.proto.batch.v1.EventType;

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

    /**
     * @param startMillis when the chunk began
     * @param endMillis when it ended, exclusive
     */
    ChunkSamples(KnownStacks known, long startMillis, long endMillis) {
        this.startMillis = startMillis;
        this.endMillis = endMillis;
        this.samples = new RecordedSamples(known, CAPACITY);
    }

    void add(EventType event, int stack, long timeMillis, long weight) {
        add(event, stack, window(timeMillis), weight, 1);
    }

    /** So many samples, the first at a time and then one after each interval, which is the weight of each. */
    void addMany(EventType event, int stack, long timeMillis, long count, long intervalNanos) {
        long added = 0;
        while (added < count) {
            long window = window(timeMillis + added * intervalNanos / 1_000_000);
            long windowEnd = window + Recording.WINDOW_MILLIS;
            long upToEnd = (windowEnd - timeMillis) * 1_000_000 / intervalNanos;
            long more = windowEnd >= endMillis ? count - added : Math.min(Math.max(1, upToEnd - added), count - added);
            add(event, stack, window, more * intervalNanos, more);
            added += more;
        }
    }

    private void add(EventType event, int stack, long windowStartMillis, long value, long count) {
        long window = windowStartMillis / Recording.WINDOW_MILLIS - startMillis / Recording.WINDOW_MILLIS;
        if (window >= MOST_WINDOWS) {
            throw new IllegalStateException("a chunk of years");
        }
        long key = (long) stack << 32 | (long) event.getNumber() << 24 | window;
        int index = indexes.get(key);
        if (index == LongNumbers.NONE) {
            indexes.put(key, samples.size());
            samples.add(stack, event, windowStartMillis, value, count);
        } else {
            samples.addTo(index, value, count);
        }
    }

    /** A sample of the chunk was taken during the chunk, whatever rounding makes of its time stamp. */
    long window(long timeMillis) {
        long inChunkMillis = Math.min(Math.max(timeMillis, startMillis), endMillis - 1);
        return Math.floorDiv(inChunkMillis, Recording.WINDOW_MILLIS) * Recording.WINDOW_MILLIS;
    }

    /** What was added. */
    RecordedSamples samples() {
        return samples;
    }
}
