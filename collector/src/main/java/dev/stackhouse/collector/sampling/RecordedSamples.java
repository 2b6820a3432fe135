package dev.stackhouse.collector.sampling;

import dev.stackhouse.batch.KnownFrames;
import dev.stackhouse.batch.KnownStacks;
import dev.stackhouse.collector.context.SampleContext;
import dev.stackhouse.collector.context.Span;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.batch.v1.FrameType;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
    /** Empty until there is a sample with a span: most programs have none. */
    private @Nullable Span[] spans = {};

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
        List<String> labels = sample.context().labels();
        int[] stack = new int[labels.size() + sample.stack().size() + 1];
        int depth = 0;
        for (String label : labels) {
            stack[depth++] = frames.frame(0, frames.name(label), 0, FrameType.FRAME_TYPE_LABEL_VALUE);
        }
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
        add(
                known.stack(stack, depth),
                sample.event(),
                sample.context().span(),
                sample.windowStartMillis(),
                sample.value(),
                sample.count());
        return true;
    }

    /**
     * Adds a sample.
     *
     * @param span of a trace, or null
     */
    public void add(int stack, EventType event, @Nullable Span span, long windowStartMillis, long value, long count) {
        if (size == stacks.length) {
            int more = Math.max(64, 2 * size);
            windowStartsMillis = Arrays.copyOf(windowStartsMillis, more);
            events = Arrays.copyOf(events, more);
            values = Arrays.copyOf(values, more);
            counts = Arrays.copyOf(counts, more);
            stacks = Arrays.copyOf(stacks, more);
        }
        if (span != null) {
            if (size >= spans.length) {
                spans = Arrays.copyOf(spans, stacks.length);
            }
            spans[size] = span;
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

    /** The number of a sample's stack, whose roots are its labels, and the thread where its name is kept. */
    public int stack(int index) {
        return stacks[index];
    }

    /** Frames of a sample's stack, without labels and thread. */
    public int depth(int index) {
        int stack = stacks[index];
        int roots = 0;
        while (roots < known.depth(stack) && isRoot(known.frame(stack, roots))) {
            roots++;
        }
        return known.depth(stack) - roots;
    }

    private boolean isRoot(int frame) {
        return isLabel(known.frames(), frame) || isThread(known.frames(), frame);
    }

    private static boolean isLabel(KnownFrames frames, int frame) {
        return frames.type(frame) == FrameType.FRAME_TYPE_LABEL_VALUE;
    }

    private static boolean isThread(KnownFrames frames, int frame) {
        return frames.type(frame) == FrameType.FRAME_TYPE_THREAD_VALUE;
    }

    /** The span that a sample was taken in, or null. */
    public @Nullable Span span(int index) {
        return index < spans.length ? spans[index] : null;
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
        List<String> labels = new ArrayList<>();
        String thread = "";
        for (int i = 0; i < known.depth(stacks[index]) && isRoot(known.frame(stacks[index], i)); i++) {
            int root = known.frame(stacks[index], i);
            String name = frames.name(frames.methodName(root));
            if (isLabel(frames, root)) {
                labels.add(name);
            } else {
                thread = name;
            }
        }
        return new RecordedSample(
                frames(known, stacks[index]),
                thread,
                new SampleContext(labels, span(index)),
                events[index],
                windowStartsMillis[index],
                values[index],
                counts[index]);
    }

    /** What a known stack is, without labels and thread; root first. */
    static List<RecordedFrame> frames(KnownStacks known, int stack) {
        KnownFrames frames = known.frames();
        List<RecordedFrame> rootFirst = new ArrayList<>();
        for (int i = 0; i < known.depth(stack); i++) {
            int frame = known.frame(stack, i);
            if (!isLabel(frames, frame) && !isThread(frames, frame)) {
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
