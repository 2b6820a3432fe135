package dev.stackhouse.collector.sampling;

import dev.stackhouse.proto.batch.v1.EventType;
import java.util.List;

/**
 * Samples of one stack and event in one 10 s window.
 *
 * @param stack root first; equal stacks of a recording are the same object
 * @param windowStartMillis start of the window since the Unix epoch
 * @param value sum of weights in the event's unit
 * @param count number of samples
 */
public record RecordedSample(
        List<RecordedFrame> stack, EventType event, long windowStartMillis, long value, long count) {}
