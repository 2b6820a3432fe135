package dev.stackhouse.collector.sampling;

import dev.stackhouse.proto.batch.v1.FrameType;

/**
 * One frame of a recorded stack.
 *
 * @param className with dots; empty for native frames
 * @param line source line, or 0
 */
public record RecordedFrame(String className, String methodName, int line, FrameType type) {}
