package dev.stackhouse.collector.batch;

import com.google.protobuf.CodedOutputStream;
import dev.stackhouse.collector.sampling.RecordedFrame;
import dev.stackhouse.collector.sampling.RecordedSample;
import dev.stackhouse.proto.batch.v1.Frame;
import dev.stackhouse.proto.batch.v1.Sample;
import dev.stackhouse.proto.batch.v1.Stack;
import dev.stackhouse.proto.batch.v1.StackBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Dictionaries and samples of a batch in the making, with an upper bound on their encoded size. Not thread-safe. */
final class BatchContent {
    /** Tag, length and three indexes of at most five bytes each, and a type. */
    private static final int FRAME_BYTES = 22;
    /** Tag, length, and every field of a sample at its longest. */
    private static final int SAMPLE_BYTES = 48;
    /** An index of a frame: batches have fewer than 2^21 frames. */
    private static final int INDEX_BYTES = 3;
    /** Tag and lengths of a stack. */
    private static final int STACK_BYTES = 10;

    private final Map<String, Integer> strings = new LinkedHashMap<>();
    private final Map<RecordedFrame, Integer> frames = new HashMap<>();
    private final Map<List<RecordedFrame>, Integer> stacks = new HashMap<>();
    private final List<Frame> frameMessages = new ArrayList<>();
    private final List<Stack> stackMessages = new ArrayList<>();
    private final List<Sample> sampleMessages = new ArrayList<>();
    private int bytes;

    BatchContent() {
        strings.put("", 0);
    }

    boolean isEmpty() {
        return sampleMessages.isEmpty();
    }

    /** An upper bound on the encoded size if the sample were added. */
    int bytesWith(RecordedSample sample) {
        int more = SAMPLE_BYTES + newStringBytes(sample.thread());
        if (!stacks.containsKey(sample.stack())) {
            more += STACK_BYTES + INDEX_BYTES * sample.stack().size();
            for (RecordedFrame frame : sample.stack()) {
                if (!frames.containsKey(frame)) {
                    more += FRAME_BYTES + newStringBytes(frame.className()) + newStringBytes(frame.methodName());
                }
            }
        }
        return bytes + more;
    }

    private int newStringBytes(String string) {
        return strings.containsKey(string) ? 0 : 1 + CodedOutputStream.computeStringSizeNoTag(string);
    }

    void add(RecordedSample sample, int windowIndex) {
        bytes = bytesWith(sample);
        sampleMessages.add(Sample.newBuilder()
                .setStackIndex(stack(sample.stack()))
                .setThreadNameIndex(string(sample.thread()))
                .setEvent(sample.event())
                .setValue(sample.value())
                .setCount(sample.count())
                .setWindowIndex(windowIndex)
                .build());
    }

    private int stack(List<RecordedFrame> stack) {
        Integer known = stacks.get(stack);
        if (known != null) {
            return known;
        }
        Stack.Builder message = Stack.newBuilder();
        for (RecordedFrame frame : stack) {
            message.addFrameIndexes(frame(frame));
        }
        stackMessages.add(message.build());
        stacks.put(stack, stackMessages.size() - 1);
        return stackMessages.size() - 1;
    }

    private int frame(RecordedFrame frame) {
        Integer known = frames.get(frame);
        if (known != null) {
            return known;
        }
        frameMessages.add(Frame.newBuilder()
                .setClassIndex(string(frame.className()))
                .setMethodIndex(string(frame.methodName()))
                .setLine(frame.line())
                .setType(frame.type())
                .build());
        frames.put(frame, frameMessages.size() - 1);
        return frameMessages.size() - 1;
    }

    private int string(String string) {
        Integer known = strings.putIfAbsent(string, strings.size());
        return known == null ? strings.size() - 1 : known;
    }

    void addTo(StackBatch.Builder batch) {
        batch.addAllStrings(strings.keySet())
                .addAllFrames(frameMessages)
                .addAllStacks(stackMessages)
                .addAllSamples(sampleMessages);
    }
}
