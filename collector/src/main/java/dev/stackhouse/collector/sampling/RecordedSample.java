package dev.stackhouse.collector.sampling;

import dev.stackhouse.proto.batch.v1.EventType;
import java.util.List;

/**
 * Samples of one stack, pool of threads and event in one 10 s window.
 *
 * @param stack root first; equal stacks of a recording are the same object
 * @param thread name of the pool of the thread that was sampled, or empty
 * @param windowStartMillis start of the window since the Unix epoch
 * @param value sum of weights in the event's unit
 * @param count number of samples
 */
public record RecordedSample(
        List<RecordedFrame> stack, String thread, EventType event, long windowStartMillis, long value, long count) {}
