package dev.stackhouse.batch;

import dev.stackhouse.proto.batch.v1.Frame;
import dev.stackhouse.proto.batch.v1.Stack;
import java.util.Collections;
import java.util.List;

/** What the stacks of a batch are. */
public final class StackDictionary {
    /** Of a batch without samples. */
    public static final StackDictionary EMPTY =
            new StackDictionary(Collections.singletonList(""), Collections.emptyList(), Collections.emptyList());

    private final List<String> strings;
    private final List<Frame> frames;
    private final List<Stack> stacks;

    /**
     * @param strings that frames refer to by index; the first one is empty
     * @param frames that stacks refer to by index
     * @param stacks that samples refer to by index
     */
    public StackDictionary(List<String> strings, List<Frame> frames, List<Stack> stacks) {
        this.strings = strings;
        this.frames = frames;
        this.stacks = stacks;
    }

    public List<String> strings() {
        return strings;
    }

    public List<Frame> frames() {
        return frames;
    }

    public List<Stack> stacks() {
        return stacks;
    }
}
