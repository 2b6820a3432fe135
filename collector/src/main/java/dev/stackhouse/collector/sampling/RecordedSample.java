package dev.stackhouse.collector.sampling;

import dev.stackhouse.collector.context.SampleContext;
import dev.stackhouse.proto.batch.v1.EventType;
import java.util.List;

/** Samples of one stack, pool of threads, context and event in one 10 s window. */
public final class RecordedSample {
    private final List<RecordedFrame> stack;
    private final String thread;
    private final SampleContext context;
    private final EventType event;
    private final long windowStartMillis;
    private final long value;
    private final long count;

    /** Samples of threads that say nothing of what they work on; see the other constructor. */
    public RecordedSample(
            List<RecordedFrame> stack, String thread, EventType event, long windowStartMillis, long value, long count) {
        this(stack, thread, SampleContext.NONE, event, windowStartMillis, value, count);
    }

    /**
     * @param stack root first; equal stacks of a recording are the same object
     * @param thread name of the pool of the thread that was sampled, or empty
     * @param context what the thread worked on
     * @param windowStartMillis start of the window since the Unix epoch
     * @param value sum of weights in the event's unit
     * @param count number of samples
     */
    public RecordedSample(
            List<RecordedFrame> stack,
            String thread,
            SampleContext context,
            EventType event,
            long windowStartMillis,
            long value,
            long count) {
        this.stack = stack;
        this.thread = thread;
        this.context = context;
        this.event = event;
        this.windowStartMillis = windowStartMillis;
        this.value = value;
        this.count = count;
    }

    public List<RecordedFrame> stack() {
        return stack;
    }

    public String thread() {
        return thread;
    }

    public SampleContext context() {
        return context;
    }

    public EventType event() {
        return event;
    }

    public long windowStartMillis() {
        return windowStartMillis;
    }

    public long value() {
        return value;
    }

    public long count() {
        return count;
    }
}
