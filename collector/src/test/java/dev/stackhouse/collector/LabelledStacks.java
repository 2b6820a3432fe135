package dev.stackhouse.collector;

import com.google.protobuf.ByteString;
import dev.stackhouse.batch.DictionaryCodec;
import dev.stackhouse.batch.StackDictionary;
import dev.stackhouse.proto.batch.v1.Frame;
import dev.stackhouse.proto.batch.v1.FrameType;
import dev.stackhouse.proto.batch.v1.Sample;
import dev.stackhouse.proto.batch.v1.StackBatch;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** With which labels the methods {@code work...} of {@link LabelledProgram} arrived in batches. */
final class LabelledStacks {
    private static final String WORK = "work";

    private LabelledStacks() {}

    /** By name of the method the labels of its samples, and the span where they have one. */
    static Map<String, Set<String>> labelsOfMethod(List<StackBatch> batches) throws Exception {
        Map<String, Set<String>> labels = new TreeMap<>();
        for (StackBatch batch : batches) {
            StackDictionary dictionary = DictionaryCodec.open(batch);
            for (Sample sample : batch.getSamplesList()) {
                List<String> roots = new ArrayList<>();
                for (int index : dictionary.stacks().get(sample.getStackIndex()).getFrameIndexesList()) {
                    Frame frame = dictionary.frames().get(index);
                    String method = dictionary.strings().get(frame.getMethodIndex());
                    if (frame.getType() == FrameType.FRAME_TYPE_LABEL) {
                        roots.add(method);
                    } else if (method.startsWith(WORK)) {
                        labels.computeIfAbsent(method.substring(WORK.length()), any -> new TreeSet<>())
                                .add(roots + span(sample));
                    }
                }
            }
        }
        return labels;
    }

    private static String span(Sample sample) {
        ByteString trace = sample.getTraceId();
        return trace.isEmpty()
                ? ""
                : " " + HexFormat.of().formatHex(trace.toByteArray()) + "-"
                        + HexFormat.of().toHexDigits(sample.getSpanId());
    }

    /** In how many batches a label is. */
    static long batchesWith(List<StackBatch> batches, String label) throws Exception {
        long found = 0;
        for (StackBatch batch : batches) {
            if (DictionaryCodec.open(batch).strings().contains(label)) {
                found++;
            }
        }
        return found;
    }
}
