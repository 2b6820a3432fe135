package dev.stackhouse.storage.read;

import java.util.List;

/**
 * The merged stacks of a query.
 *
 * @param stacks one entry per distinct stack, in no particular order
 * @param instances number of instances with samples
 */
public record StackTotals(List<StackTotal> stacks, int instances) {
    /**
     * A distinct stack and its weight.
     *
     * @param frames root first; equal frames are the same object
     * @param value sum of weights, in the event's unit
     * @param samples number of samples
     */
    public record StackTotal(List<FrameRow> frames, long value, long samples) {}

    /**
     * A frame as stored.
     *
     * @param line source line, or 0
     * @param type number of {@code stackhouse.batch.v1.FrameType}
     */
    public record FrameRow(String className, String methodName, int line, int type) {}
}
