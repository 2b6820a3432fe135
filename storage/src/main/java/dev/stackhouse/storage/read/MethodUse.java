package dev.stackhouse.storage.read;

import dev.stackhouse.storage.read.StackTotals.FrameRow;
import java.util.List;

/**
 * A method as one service and one value of a label run it. Frames of a method that differ in their line, or in how far they were
 * compiled, are one.
 *
 * @param type number of {@code stackhouse.batch.v1.FrameType}; {@code FRAME_TYPE_JIT_COMPILED} for every Java frame
 * @param self sum of weights with the method at the leaf
 * @param total sum of weights with it anywhere on the stack, once per stack
 * @param heaviestPath the heaviest of the paths to it, from the root to the method; paths that differ in a line are apart
 * @param heaviestPathValue weight of the path with everything under it
 */
public record MethodUse(
        String service,
        String labelValue,
        String className,
        String methodName,
        int type,
        long self,
        long total,
        long samples,
        List<FrameRow> heaviestPath,
        long heaviestPathValue) {}
