package dev.stackhouse.collector.batch;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dev.stackhouse.batch.DictionaryCodec;
import dev.stackhouse.batch.StackDictionary;
import dev.stackhouse.collector.context.SampleContext;
import dev.stackhouse.collector.context.Span;
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

/** Dictionaries and samples of a batch in the making, with an upper bound on their size before compression. Not thread-safe. */
final class BatchContent {
    /** Tag, length and three indexes of at most five bytes each, and a type. */
    private static final int FRAME_BYTES = 22;
    /** Tag, length, and every field of a sample at its longest, but for those of a span. */
    private static final int SAMPLE_BYTES = 48;

    private static final int SPAN_BYTES = 27;
    /** An index of a frame: batches have fewer than 2^21 frames. */
    private static final int INDEX_BYTES = 3;
    /** Tag and lengths of a stack, and its identity. */
    private static final int STACK_BYTES = 10 + DictionaryCodec.ID_BYTES;

    private final Map<String, Integer> strings = new LinkedHashMap<>();
    private final Map<RecordedFrame, Integer> frames = new HashMap<>();
    private final Map<StackOfThread, Integer> stacks = new HashMap<>();
    private final List<Frame> frameMessages = new ArrayList<>();
    private final List<Stack> stackMessages = new ArrayList<>();
    private final List<Sample> sampleMessages = new ArrayList<>();
    private int bytes;

    BatchContent() {
        strings.put("", 0);
    }

    /** An upper bound on the size before compression. */
    int maxBytes() {
        return bytes;
    }

    void add(RecordedSample sample, int windowIndex) {
        bytes += SAMPLE_BYTES;
        SampleContext context = sample.context();
        Sample.Builder message = Sample.newBuilder()
                .setStackIndex(stack(new StackOfThread(context.labels(), sample.thread(), sample.stack())))
                .setEvent(sample.event())
                .setValue(sample.value())
                .setCount(sample.count())
                .setWindowIndex(windowIndex);
        Span span = context.span();
        if (span != null) {
            bytes += SPAN_BYTES;
            message.setTraceId(ByteString.copyFrom(span.traceId())).setSpanId(span.spanId());
        }
        sampleMessages.add(message.build());
    }

    private int stack(StackOfThread stack) {
        Integer known = stacks.get(stack);
        if (known != null) {
            return known;
        }
        bytes += STACK_BYTES + INDEX_BYTES * stack.depth();
        Stack.Builder message = Stack.newBuilder();
        for (int i = 0; i < stack.depth(); i++) {
            message.addFrameIndexes(frame(stack.frame(i)));
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
        bytes += FRAME_BYTES;
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
        if (known != null) {
            return known;
        }
        bytes += 1 + CodedOutputStream.computeStringSizeNoTag(string);
        return strings.size() - 1;
    }

    void addTo(StackBatch.Builder batch) {
        DictionaryCodec.seal(
                batch.addAllSamples(sampleMessages),
                new StackDictionary(new ArrayList<>(strings.keySet()), frameMessages, stackMessages));
    }
}
