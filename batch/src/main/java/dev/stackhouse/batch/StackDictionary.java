package dev.stackhouse.batch;

import dev.stackhouse.proto.batch.v1.Frame;
import dev.stackhouse.proto.batch.v1.Stack;
import java.util.List;

/**
 * What the stacks of a batch are.
 *
 * @param strings that frames refer to by index; the first one is empty
 * @param frames that stacks refer to by index
 * @param stacks that samples refer to by index
 */
public record StackDictionary(List<String> strings, List<Frame> frames, List<Stack> stacks) {
    /** Of a batch without samples. */
    public static final StackDictionary EMPTY = new StackDictionary(List.of(""), List.of(), List.of());
}
