package dev.stackhouse.collector.sampling;

import dev.stackhouse.batch.KnownFrames;
import dev.stackhouse.batch.KnownStacks;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.batch.v1.FrameType;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The samples of a recording, in columns; as a list it makes each anew. Immutable once it is full, but for the stacks, which go on to be
 * added to: for one thread.
 */
public final class RecordedSamples extends AbstractList<RecordedSample> {
    private final KnownStacks known;
    private int[] stacks;
    private EventType[] events;
    private long[] windowStartsMillis;
    private long[] values;
    private long[] counts;
    private int size;

    public RecordedSamples(KnownStacks known, int capacity) {
        this.known = known;
        stacks = new int[capacity];
        events = new EventType[capacity];
        windowStartsMillis = new long[capacity];
        values = new long[capacity];
        counts = new long[capacity];
    }

    /** The same samples in columns. */
    static RecordedSamples of(List<RecordedSample> samples) {
        if (samples instanceof RecordedSamples) {
            return (RecordedSamples) samples;
        }
        RecordedSamples columns = new RecordedSamples(new KnownStacks(), samples.size());
        columns.addAll(samples);
        return columns;
    }

    @Override
    public boolean add(RecordedSample sample) {
        KnownFrames frames = known.frames();
        int[] stack = new int[sample.stack().size() + 1];
        int depth = 0;
        if (!sample.thread().isEmpty()) {
            stack[depth++] = frames.frame(0, frames.name(sample.thread()), 0, FrameType.FRAME_TYPE_THREAD_VALUE);
        }
        for (RecordedFrame frame : sample.stack()) {
            stack[depth++] = frames.frame(
                    frames.name(frame.className()),
                    frames.name(frame.methodName()),
                    frame.line(),
                    frame.type().getNumber());
        }
        add(known.stack(stack, depth), sample.event(), sample.windowStartMillis(), sample.value(), sample.count());
        return true;
    }

    public void add(int stack, EventType event, long windowStartMillis, long value, long count) {
        if (size == stacks.length) {
            int more = Math.max(64, 2 * size);
            windowStartsMillis = Arrays.copyOf(windowStartsMillis, more);
            events = Arrays.copyOf(events, more);
            values = Arrays.copyOf(values, more);
            counts = Arrays.copyOf(counts, more);
            stacks = Arrays.copyOf(stacks, more);
        }
        stacks[size] = stack;
        events[size] = event;
        windowStartsMillis[size] = windowStartMillis;
        values[size] = value;
        counts[size] = count;
        size++;
    }

    /** Adds to a sample that is there. */
    void addTo(int index, long value, long count) {
        values[index] += value;
        counts[index] += count;
    }

    /** What the numbers of stacks stand for. */
    public KnownStacks known() {
        return known;
    }

    /** The number of a sample's stack, whose root is the thread where its name is kept. */
    public int stack(int index) {
        return stacks[index];
    }

    /** Frames of a sample's stack, without the thread. */
    public int depth(int index) {
        int root = known.frames().type(known.frame(stacks[index], 0));
        return known.depth(stacks[index]) - (root == FrameType.FRAME_TYPE_THREAD_VALUE ? 1 : 0);
    }

    public EventType event(int index) {
        return events[index];
    }

    public long windowStartMillis(int index) {
        return windowStartsMillis[index];
    }

    public long value(int index) {
        return values[index];
    }

    public long count(int index) {
        return counts[index];
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public RecordedSample get(int index) {
        KnownFrames frames = known.frames();
        int root = known.frame(stacks[index], 0);
        boolean isThread = frames.type(root) == FrameType.FRAME_TYPE_THREAD_VALUE;
        return new RecordedSample(
                frames(known, stacks[index]),
                isThread ? frames.name(frames.methodName(root)) : "",
                events[index],
                windowStartsMillis[index],
                values[index],
                counts[index]);
    }

    /** What a known stack is, without its thread; root first. */
    static List<RecordedFrame> frames(KnownStacks known, int stack) {
        KnownFrames frames = known.frames();
        List<RecordedFrame> rootFirst = new ArrayList<>();
        for (int i = 0; i < known.depth(stack); i++) {
            int frame = known.frame(stack, i);
            if (frames.type(frame) != FrameType.FRAME_TYPE_THREAD_VALUE) {
                rootFirst.add(new RecordedFrame(
                        frames.name(frames.className(frame)),
                        frames.name(frames.methodName(frame)),
                        frames.line(frame),
                        FrameType.forNumber(frames.type(frame))));
            }
        }
        return rootFirst;
    }
}
