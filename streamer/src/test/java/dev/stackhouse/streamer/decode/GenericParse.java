package dev.stackhouse.streamer.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stackhouse.proto.batch.v1.Frame;
import dev.stackhouse.proto.batch.v1.Sample;
import dev.stackhouse.proto.batch.v1.Stack;
import dev.stackhouse.proto.batch.v1.StackBatch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.codec.digest.MurmurHash3;

/** The same results as {@link BatchDecoder} from the generated parser, the plain way. */
final class GenericParse {
    private GenericParse() {}

    /** Window start, event, identity of the stack to value and count. */
    static Map<String, String> samples(StackBatch batch) {
        Map<String, long[]> sums = new TreeMap<>();
        for (Sample sample : batch.getSamplesList()) {
            long[] id = stackId(batch, batch.getStacks(sample.getStackIndex()));
            long window = (batch.getStartUnixMillis() / 10_000 + sample.getWindowIndex()) * 10_000;
            String key = String.format("%d %d %016x%016x", window, sample.getEventValue(), id[0], id[1]);
            long[] sum = sums.computeIfAbsent(key, ignored -> new long[2]);
            sum[0] += sample.getValue();
            sum[1] += sample.getCount();
        }
        Map<String, String> texts = new TreeMap<>();
        sums.forEach((key, sum) -> texts.put(key, sum[0] + "/" + sum[1]));
        return texts;
    }

    static long frameId(StackBatch batch, Frame frame) {
        byte[] className = batch.getStrings(frame.getClassIndex()).getBytes(UTF_8);
        byte[] method = batch.getStrings(frame.getMethodIndex()).getBytes(UTF_8);
        ByteBuffer layout = ByteBuffer.allocate(13 + className.length + method.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(className.length)
                .put(className)
                .putInt(method.length)
                .put(method)
                .putInt(frame.getLine())
                .put((byte) frame.getTypeValue());
        return MurmurHash3.hash128x64(layout.array(), 0, layout.capacity(), 0)[0];
    }

    static long[] stackId(StackBatch batch, Stack stack) {
        ByteBuffer layout =
                ByteBuffer.allocate(8 * stack.getFrameIndexesCount()).order(ByteOrder.LITTLE_ENDIAN);
        stack.getFrameIndexesList().forEach(frame -> layout.putLong(frameId(batch, batch.getFrames(frame))));
        return MurmurHash3.hash128x64(layout.array(), 0, layout.capacity(), 0);
    }
}
