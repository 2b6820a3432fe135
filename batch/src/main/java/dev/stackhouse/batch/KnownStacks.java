package dev.stackhouse.batch;

import java.util.Arrays;

/**
 * The stacks that somebody met lately, by number, each once, with their identities: what is known of a stack need not be made out again. Numbers
 * are valid for as long as this object is; whoever finds it too large begins with another one. If there is no memory for another stack,
 * those that were there stay as they were. Not thread-safe.
 */
public final class KnownStacks {
    private final ContentHash hash = new ContentHash();
    private final KnownFrames frames = new KnownFrames(hash);

    /** Frames of one stack after the other, root first. */
    private int[] content = new int[4096];
    /** Where a stack begins in the content; one more than there are stacks. */
    private int[] starts = new int[64];

    private long[] high = new long[starts.length];
    private long[] low = new long[starts.length];
    /** Stacks in the order of their contents, so that each shares as many frames as possible with the one before it. */
    private int[] ordered = new int[starts.length];

    private final LongNumbers numberOfLow = new LongNumbers();
    private long[] frameIds = new long[256];
    private int size;

    public KnownFrames frames() {
        return frames;
    }

    public int size() {
        return size;
    }

    /**
     * The number of a stack.
     *
     * @param stack numbers of its frames, root first, of which the first {@code depth} count
     */
    public int stack(int[] stack, int depth) {
        if (frameIds.length < depth) {
            frameIds = new long[Math.max(depth, 2 * frameIds.length)];
        }
        for (int i = 0; i < depth; i++) {
            frameIds[i] = frames.id(stack[i]);
        }
        hash.stack(frameIds, depth);
        int known = numberOfLow.get(hash.low());
        if (known != LongNumbers.NONE && high[known] == hash.high()) {
            return known;
        }
        return add(stack, depth);
    }

    private int add(int[] stack, int depth) {
        reserve(depth);
        int end = starts[size] + depth;
        System.arraycopy(stack, 0, content, starts[size], depth);
        high[size] = hash.high();
        low[size] = hash.low();
        numberOfLow.put(hash.low(), size);
        // From here on nothing fails.
        starts[size + 1] = end;
        int place = placeOf(size);
        System.arraycopy(ordered, place, ordered, place + 1, size - place);
        ordered[place] = size;
        return size++;
    }

    private void reserve(int depth) {
        int end = Math.addExact(starts[size], depth);
        if (end > content.length) {
            content = Arrays.copyOf(content, Math.max(end, content.length + content.length / 2));
        }
        if (size + 2 > starts.length) {
            int more = 2 * starts.length;
            high = Arrays.copyOf(high, more);
            low = Arrays.copyOf(low, more);
            ordered = Arrays.copyOf(ordered, more);
            starts = Arrays.copyOf(starts, more);
        }
    }

    /** By halving: where a stack that is not in order yet belongs. */
    private int placeOf(int stack) {
        int from = 0;
        int to = size;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (isBefore(ordered[middle], stack)) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    private boolean isBefore(int left, int right) {
        int shared = shared(left, right);
        if (shared == depth(left)) {
            return true;
        }
        return shared < depth(right) && content[starts[left] + shared] < content[starts[right] + shared];
    }

    /** How many frames two stacks share, from the root. */
    int shared(int left, int right) {
        int leftStart = starts[left];
        int rightStart = starts[right];
        int most = Math.min(depth(left), depth(right));
        int shared = 0;
        while (shared < most && content[leftStart + shared] == content[rightStart + shared]) {
            shared++;
        }
        return shared;
    }

    public int depth(int stack) {
        return starts[stack + 1] - starts[stack];
    }

    /** The number of a frame of a stack; the first one is the root. */
    public int frame(int stack, int index) {
        return content[starts[stack] + index];
    }

    long high(int stack) {
        return high[stack];
    }

    long low(int stack) {
        return low[stack];
    }

    /** The stack at a place in the order of their contents. */
    int ordered(int place) {
        return ordered[place];
    }

    /** Roughly what it takes in memory. */
    public long bytes() {
        return 4L * content.length + 80L * size + frames.bytes();
    }
}
