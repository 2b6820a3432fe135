package dev.stackhouse.streamer.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import com.google.protobuf.ByteString;
import dev.stackhouse.batch.StackDictionary;
import dev.stackhouse.proto.batch.v1.Frame;
import dev.stackhouse.proto.batch.v1.FrameType;
import dev.stackhouse.proto.batch.v1.Sample;
import dev.stackhouse.proto.batch.v1.Stack;
import dev.stackhouse.proto.batch.v1.StackBatch;
import dev.stackhouse.streamer.partial.Partial;
import dev.stackhouse.streamer.partial.WindowPart;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The same results as {@link BatchDecoder} from the generated parser, the plain way. */
final class GenericParse {
    private GenericParse() {}

    /** Window start, event, identity of the stack to value and count. */
    static Map<String, String> samples(StackBatch batch) {
        Map<String, long[]> sums = new TreeMap<>();
        for (Sample sample : batch.getSamplesList()) {
            long[] id = batch.getFormatVersion() == 2 ? namedId(batch, sample) : stackId(batch, sample);
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

    /** The same of what was decoded. */
    static Map<String, String> texts(Partial partial) {
        Map<String, String> texts = new TreeMap<>();
        for (WindowPart window : partial.windows()) {
            window.samples()
                    .forEach((event, high, low, value, count) -> texts.put(
                            String.format("%d %d %016x%016x", window.startMillis(), event, high, low),
                            value + "/" + count));
        }
        return texts;
    }

    /** The identities of the stacks of a dictionary, as a batch of format 2 names them. */
    static ByteString stackIds(StackDictionary dictionary) {
        ByteBuffer ids = ByteBuffer.allocate(16 * dictionary.stacks().size()).order(ByteOrder.LITTLE_ENDIAN);
        for (Stack stack : dictionary.stacks()) {
            ByteBuffer layout =
                    ByteBuffer.allocate(8 * stack.getFrameIndexesCount()).order(ByteOrder.LITTLE_ENDIAN);
            for (int index : stack.getFrameIndexesList()) {
                Frame frame = dictionary.frames().get(index);
                layout.putLong(frameId(
                        dictionary.strings().get(frame.getClassIndex()),
                        dictionary.strings().get(frame.getMethodIndex()),
                        frame.getLine(),
                        frame.getTypeValue()));
            }
            long[] id = murmur(layout.array());
            ids.putLong(id[0]).putLong(id[1]);
        }
        return ByteString.copyFrom(ids.flip());
    }

    private static long[] namedId(StackBatch batch, Sample sample) {
        ByteBuffer ids = batch.getStackIds().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        int at = 16 * sample.getStackIndex();
        return new long[] {ids.getLong(at), ids.getLong(at + 8)};
    }

    private static long frameId(String className, String method, int line, int type) {
        byte[] first = className.getBytes(UTF_8);
        byte[] second = method.getBytes(UTF_8);
        ByteBuffer layout = ByteBuffer.allocate(13 + first.length + second.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(first.length)
                .put(first)
                .putInt(second.length)
                .put(second)
                .putInt(line)
                .put((byte) type);
        return murmur(layout.array())[0];
    }

    private static long[] stackId(StackBatch batch, Sample sample) {
        List<Long> frames = new ArrayList<>();
        if (sample.getThreadNameIndex() != 0) {
            frames.add(
                    frameId("", batch.getStrings(sample.getThreadNameIndex()), 0, FrameType.FRAME_TYPE_THREAD_VALUE));
        }
        for (int index : batch.getStacks(sample.getStackIndex()).getFrameIndexesList()) {
            Frame frame = batch.getFrames(index);
            frames.add(frameId(
                    batch.getStrings(frame.getClassIndex()),
                    batch.getStrings(frame.getMethodIndex()),
                    frame.getLine(),
                    frame.getTypeValue()));
        }
        ByteBuffer layout = ByteBuffer.allocate(8 * frames.size()).order(ByteOrder.LITTLE_ENDIAN);
        frames.forEach(layout::putLong);
        return murmur(layout.array());
    }

    private static long[] murmur(byte[] layout) {
        HashValue128 hashed = Hashing.murmur3_128().hashBytesTo128Bits(layout);
        return new long[] {hashed.getLeastSignificantBits(), hashed.getMostSignificantBits()};
    }
}
