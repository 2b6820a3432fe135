package dev.stackhouse.batch;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.stackhouse.proto.batch.v1.BatchDictionary;
import dev.stackhouse.proto.batch.v1.Frame;
import dev.stackhouse.proto.batch.v1.Sample;
import dev.stackhouse.proto.batch.v1.Stack;
import dev.stackhouse.proto.batch.v1.StackBatch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Dictionaries of batches of format 2: in columns, compressed, with the identities of their stacks beside them. */
public final class DictionaryCodec {
    /** Bytes of an identity in {@code stack_ids}. */
    public static final int ID_BYTES = 16;

    /** Size of the largest dictionary, before compression. */
    public static final int LARGEST_BYTES = 16 << 20;

    /** Frames of all stacks of the largest dictionary. */
    public static final int MOST_FRAMES = 4 << 20;

    private static final int LEVEL = 3;

    private DictionaryCodec() {}

    /**
     * Makes the batch one of format 2 with this dictionary, whose indexes are valid. Its stacks are put in order, so that each
     * shares as many frames as possible with the one before it, and the batch's samples refer to them there.
     */
    public static void seal(StackBatch.Builder batch, StackDictionary dictionary) {
        batch.setFormatVersion(2);
        if (dictionary.stacks().isEmpty()) {
            return;
        }
        int[][] stacks = new int[dictionary.stacks().size()][];
        Arrays.setAll(stacks, i -> dictionary.stacks().get(i).getFrameIndexesList().stream()
                .mapToInt(Integer::intValue)
                .toArray());
        int[] order = IntStream.range(0, stacks.length)
                .boxed()
                .sorted(Comparator.comparing(i -> stacks[i], DictionaryCodec::compare))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] places = new int[order.length];
        for (int place = 0; place < order.length; place++) {
            places[order[place]] = place;
        }
        for (int i = 0; i < batch.getSamplesCount(); i++) {
            Sample sample = batch.getSamples(i);
            batch.setSamples(i, sample.toBuilder().setStackIndex(places[sample.getStackIndex()]));
        }
        int[][] ordered = Arrays.stream(order).mapToObj(i -> stacks[i]).toArray(int[][]::new);
        byte[] columns = columns(dictionary, ordered).toByteArray();
        batch.setStackIds(stackIds(dictionary, ordered))
                .setDictionary(ByteString.copyFrom(Zstd.compress(columns, LEVEL)));
    }

    private static BatchDictionary columns(StackDictionary dictionary, int[][] stacks) {
        BatchDictionary.Builder columns = BatchDictionary.newBuilder().addAllStrings(dictionary.strings());
        for (Frame frame : dictionary.frames()) {
            columns.addFrameClasses(frame.getClassIndex())
                    .addFrameMethods(frame.getMethodIndex())
                    .addFrameLines(frame.getLine())
                    .addFrameTypes(frame.getTypeValue());
        }
        int[] before = {};
        for (int[] stack : stacks) {
            int shared = shared(before, stack);
            columns.addStackShared(shared).addStackDepths(stack.length);
            for (int k = shared; k < stack.length; k++) {
                columns.addStackFrames(stack[k]);
            }
            before = stack;
        }
        return columns.build();
    }

    /** Frame by frame; a stack that another one begins with comes before it. */
    private static int compare(int[] one, int[] other) {
        int shared = shared(one, other);
        return shared < Math.min(one.length, other.length)
                ? Integer.compare(one[shared], other[shared])
                : Integer.compare(one.length, other.length);
    }

    /** Frames from the root on that are the same. */
    private static int shared(int[] one, int[] other) {
        int shared = 0;
        while (shared < Math.min(one.length, other.length) && one[shared] == other[shared]) {
            shared++;
        }
        return shared;
    }

    private static ByteString stackIds(StackDictionary dictionary, int[][] stacks) {
        ContentHash hash = new ContentHash();
        long[] frameIds = frameIds(dictionary, hash);
        ByteBuffer ids = ByteBuffer.allocate(stacks.length * ID_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int[] stack : stacks) {
            hash.stack(Arrays.stream(stack).mapToLong(frame -> frameIds[frame]).toArray(), stack.length);
            ids.putLong(hash.high()).putLong(hash.low());
        }
        return ByteString.copyFrom(ids.array());
    }

    private static long[] frameIds(StackDictionary dictionary, ContentHash hash) {
        byte[][] names = dictionary.strings().stream()
                .map(name -> name.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        long[] ids = new long[dictionary.frames().size()];
        for (int i = 0; i < ids.length; i++) {
            Frame frame = dictionary.frames().get(i);
            ids[i] = hash.frame(
                    names[frame.getClassIndex()], names[frame.getMethodIndex()], frame.getLine(), frame.getTypeValue());
        }
        return ids;
    }

    /**
     * The dictionary of a batch of format 2. Its indexes are valid.
     *
     * @throws InvalidProtocolBufferException if it is none, or too large
     */
    public static StackDictionary open(StackBatch batch) throws InvalidProtocolBufferException {
        byte[] compressed = batch.getDictionary().toByteArray();
        if (compressed.length == 0) {
            return StackDictionary.EMPTY;
        }
        BatchDictionary columns = BatchDictionary.parseFrom(decompress(compressed, 0, compressed.length));
        List<String> strings =
                columns.getStringsCount() == 0 ? Collections.singletonList("") : columns.getStringsList();
        return new StackDictionary(strings, frames(columns, strings.size()), stacks(columns));
    }

    private static List<Frame> frames(BatchDictionary columns, int strings) throws InvalidProtocolBufferException {
        int count = columns.getFrameClassesCount();
        require(columns.getFrameMethodsCount() == count
                && columns.getFrameLinesCount() == count
                && columns.getFrameTypesCount() == count);
        List<Frame> frames = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            require(isIndex(columns.getFrameClasses(i), strings) && isIndex(columns.getFrameMethods(i), strings));
            frames.add(Frame.newBuilder()
                    .setClassIndex(columns.getFrameClasses(i))
                    .setMethodIndex(columns.getFrameMethods(i))
                    .setLine(columns.getFrameLines(i))
                    .setTypeValue(columns.getFrameTypes(i))
                    .build());
        }
        return frames;
    }

    private static List<Stack> stacks(BatchDictionary columns) throws InvalidProtocolBufferException {
        require(columns.getStackSharedCount() == columns.getStackDepthsCount());
        for (int frame : columns.getStackFramesList()) {
            require(isIndex(frame, columns.getFrameClassesCount()));
        }
        List<Stack> stacks = new ArrayList<>();
        List<Integer> before = Collections.emptyList();
        int next = 0;
        long total = 0;
        for (int i = 0; i < columns.getStackDepthsCount(); i++) {
            int shared = columns.getStackShared(i);
            int depth = columns.getStackDepths(i);
            int own = depth - shared;
            total += depth;
            require(shared >= 0
                    && shared <= before.size()
                    && own >= 0
                    && own <= columns.getStackFramesCount() - next
                    && total <= MOST_FRAMES);
            List<Integer> stack = new ArrayList<>(before.subList(0, shared));
            stack.addAll(columns.getStackFramesList().subList(next, next + own));
            next += own;
            stacks.add(Stack.newBuilder().addAllFrameIndexes(stack).build());
            before = stack;
        }
        require(next == columns.getStackFramesCount());
        return stacks;
    }

    private static boolean isIndex(int index, int size) {
        return index >= 0 && index < size;
    }

    private static void require(boolean holds) throws InvalidProtocolBufferException {
        if (!holds) {
            throw new InvalidProtocolBufferException("The columns of the dictionary do not fit together.");
        }
    }

    /**
     * The bytes of a {@link BatchDictionary} that lie compressed in a range of bytes; an empty range is an empty one.
     *
     * @throws InvalidProtocolBufferException if they are not such, or too large
     */
    public static byte[] decompress(byte[] bytes, int offset, int length) throws InvalidProtocolBufferException {
        if (length == 0) {
            return new byte[0];
        }
        long size = Zstd.getFrameContentSize(bytes, offset, length);
        if (size < 0 || size > LARGEST_BYTES) {
            throw new InvalidProtocolBufferException(
                    "The dictionary is not compressed with zstd, does not state its size, or is larger than 16 MB.");
        }
        byte[] content = new byte[(int) size];
        try {
            if (Zstd.decompressByteArray(content, 0, content.length, bytes, offset, length) == size) {
                return content;
            }
        } catch (ZstdException e) {
            // As below.
        }
        throw new InvalidProtocolBufferException("The dictionary cannot be decompressed.");
    }
}
