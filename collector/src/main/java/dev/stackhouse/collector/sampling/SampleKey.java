package dev.stackhouse.collector.sampling;

import dev.stackhouse.collector.context.SampleContext;
import dev.stackhouse.proto.batch.v1.EventType;
import org.jspecify.annotations.Nullable;

/**
 * What samples that are merged have in common.
 *
 * @param <T> what is known of their thread: its number, or the name of its pool
 */
final class SampleKey<T> {
    final int stackTraceId;
    final T thread;
    final SampleContext context;
    final EventType event;
    final long windowStartMillis;

    /**
     * @param stackTraceId the stack's number in the chunk
     */
    SampleKey(int stackTraceId, T thread, SampleContext context, EventType event, long windowStartMillis) {
        this.stackTraceId = stackTraceId;
        this.thread = thread;
        this.context = context;
        this.event = event;
        this.windowStartMillis = windowStartMillis;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof SampleKey)) {
            return false;
        }
        SampleKey<?> that = (SampleKey<?>) other;
        return stackTraceId == that.stackTraceId
                && thread.equals(that.thread)
                && context.equals(that.context)
                && event == that.event
                && windowStartMillis == that.windowStartMillis;
    }

    @Override
    public int hashCode() {
        int hash = stackTraceId;
        hash = 31 * hash + thread.hashCode();
        hash = 31 * hash + context.hashCode();
        hash = 31 * hash + event.hashCode();
        return 31 * hash + Long.hashCode(windowStartMillis);
    }
}
