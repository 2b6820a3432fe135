package dev.stackhouse.bench.fleet;

import dev.stackhouse.proto.batch.v1.EventLedger;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.batch.v1.Frame;
import dev.stackhouse.proto.batch.v1.FrameType;
import dev.stackhouse.proto.batch.v1.Label;
import dev.stackhouse.proto.batch.v1.Ledger;
import dev.stackhouse.proto.batch.v1.Sample;
import dev.stackhouse.proto.batch.v1.Stack;
import dev.stackhouse.proto.batch.v1.StackBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Batches as the collectors of a made-up service would publish them, the same for the same arguments. */
public final class SyntheticBatches {
    /** Nanoseconds of CPU that a sample stands for. */
    private static final long NANOS_PER_SAMPLE = 10_000_000;

    public static final long WINDOW_MILLIS = 10_000;

    private final SyntheticService service;
    private final int samplesPerBatch;

    /**
     * @param samplesPerBatch samples of one instance in one interval, before equal stacks are merged
     */
    public SyntheticBatches(SyntheticService service, int samplesPerBatch) {
        this.service = service;
        this.samplesPerBatch = samplesPerBatch;
    }

    /**
     * The batch of an instance for one 10 s window.
     *
     * @param instance number of the instance
     * @param sequence from 1
     * @param startMillis on a window boundary
     */
    public StackBatch batch(int instance, long sequence, long startMillis) {
        Dictionary dictionary = new Dictionary();
        StackBatch.Builder batch = StackBatch.newBuilder()
                .setFormatVersion(1)
                .setService(service.name())
                .setInstanceId(service.name() + "-" + instance)
                .addLabels(label("host", "host-" + instance))
                .addLabels(label("version", "41"))
                .addLabels(label("zone", "zone-" + instance % 3))
                .setSequence(sequence)
                .setStartUnixMillis(startMillis)
                .setEndUnixMillis(startMillis + WINDOW_MILLIS);
        Map<Integer, Integer> countByStack = countByStack(instance, startMillis);
        for (Map.Entry<Integer, Integer> entry : countByStack.entrySet()) {
            Stack.Builder stack = Stack.newBuilder();
            for (SyntheticFrame frame : service.stacks().get(entry.getKey())) {
                stack.addFrameIndexes(dictionary.frame(frame));
            }
            batch.addSamples(Sample.newBuilder()
                    .setStackIndex(batch.getStacksCount())
                    .setEvent(EventType.EVENT_TYPE_CPU)
                    .setValue(NANOS_PER_SAMPLE * entry.getValue())
                    .setCount(entry.getValue()));
            batch.addStacks(stack);
        }
        return batch.addAllStrings(dictionary.strings())
                .addAllFrames(dictionary.frames)
                .setLedger(Ledger.newBuilder()
                        .addEvents(EventLedger.newBuilder()
                                .setEvent(EventType.EVENT_TYPE_CPU)
                                .setSamplesTaken(samplesPerBatch)))
                .build();
    }

    /** Samples of an instance in a window by index of the stack. */
    public Map<Integer, Integer> countByStack(int instance, long startMillis) {
        Random random = new Random(service.name().hashCode() * 31L + instance * 1_000_003L + startMillis);
        Map<Integer, Integer> countByStack = new TreeMap<>();
        for (int i = 0; i < samplesPerBatch; i++) {
            countByStack.merge(service.pickStack(random), 1, Integer::sum);
        }
        return countByStack;
    }

    private static Label label(String name, String value) {
        return Label.newBuilder().setName(name).setValue(value).build();
    }

    private static final class Dictionary {
        private final Map<String, Integer> indexByString = new LinkedHashMap<>(Map.of("", 0));
        private final Map<SyntheticFrame, Integer> indexByFrame = new HashMap<>();
        private final List<Frame> frames = new ArrayList<>();

        int frame(SyntheticFrame frame) {
            Integer known = indexByFrame.get(frame);
            if (known != null) {
                return known;
            }
            int index = frames.size();
            frames.add(Frame.newBuilder()
                    .setClassIndex(string(frame.className()))
                    .setMethodIndex(string(frame.methodName()))
                    .setLine(frame.line())
                    .setType(FrameType.FRAME_TYPE_JIT_COMPILED)
                    .build());
            indexByFrame.put(frame, index);
            return index;
        }

        private int string(String value) {
            return indexByString.computeIfAbsent(value, v -> indexByString.size());
        }

        private List<String> strings() {
            return List.copyOf(indexByString.keySet());
        }
    }
}
