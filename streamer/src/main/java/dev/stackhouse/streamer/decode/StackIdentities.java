package dev.stackhouse.streamer.decode;

import com.dynatrace.hash4j.hashing.HashValue128;
import dev.stackhouse.proto.batch.v1.FrameType;
import dev.stackhouse.streamer.partial.Dictionary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Identities of the stacks of one batch's samples, each with the name of its thread as the root where that is kept, and the
 * dictionary rows that are due. Not thread-safe.
 */
final class StackIdentities {
    /** The deepest stack and a thread. */
    private static final int DEEPEST = 2049;

    private final BatchColumns batch;
    private final ContentHash hash = new ContentHash();
    private final RecentIds recentStacks;
    private final RecentIds recentFrames;
    private final LongColumn frameIds = new LongColumn();
    private final LongColumn highs = new LongColumn();
    private final LongColumn lows = new LongColumn();
    private final long[] stack = new long[DEEPEST];

    StackIdentities(BatchColumns batch, int recent) {
        this.batch = batch;
        this.recentStacks = new RecentIds(recent);
        this.recentFrames = new RecentIds(recent);
    }

    /** Of the stack of a sample. */
    long high(int sample) {
        return highs.get(sample);
    }

    /** Of the stack of a sample. */
    long low(int sample) {
        return lows.get(sample);
    }

    /** Computes the identities of a valid batch; returns rows for what was not given out today. */
    Dictionary identify(byte[] bytes, long nowMillis) {
        identifyFrames(bytes);
        highs.clear();
        lows.clear();
        List<Dictionary.StackRow> stackRows = new ArrayList<>();
        List<Dictionary.FrameRow> frameRows = new ArrayList<>();
        // The samples of a stack are mostly of one thread: the last identity of a stack is mostly the one that is
        // wanted.
        int[] lastSampleOfStack = new int[batch.stacks()];
        Arrays.fill(lastSampleOfStack, -1);
        for (int sample = 0; sample < batch.samples(); sample++) {
            int number = batch.sampleStacks.get(sample);
            int thread = batch.sampleThreads.get(sample);
            int last = lastSampleOfStack[number];
            if (last >= 0 && batch.sampleThreads.get(last) == thread) {
                highs.add(highs.get(last));
                lows.add(lows.get(last));
            } else {
                identify(bytes, number, thread, nowMillis, stackRows, frameRows);
                lastSampleOfStack[number] = sample;
            }
        }
        return new Dictionary(batch.service, stackRows, frameRows);
    }

    private void identify(
            byte[] bytes,
            int number,
            int thread,
            long nowMillis,
            List<Dictionary.StackRow> stackRows,
            List<Dictionary.FrameRow> frameRows) {
        int root = thread == 0 ? 0 : 1;
        if (root > 0) {
            stack[0] = hash.frame(bytes, 0, 0, offset(thread), length(thread), 0, FrameType.FRAME_TYPE_THREAD_VALUE);
        }
        int from = batch.stackStart(number);
        int depth = root + batch.stackEnds.get(number) - from;
        for (int k = root; k < depth; k++) {
            stack[k] = frameIds.get(batch.stackFrames.get(from + k - root));
        }
        HashValue128 hashed = hash.stack(stack, depth);
        long high = hashed.getLeastSignificantBits();
        long low = hashed.getMostSignificantBits();
        highs.add(high);
        lows.add(low);
        // A stack's row names its service.
        long service = batch.service.hashCode() * 0x9E3779B97F4A7C15L;
        if (recentStacks.add(high ^ service, low, nowMillis)) {
            stackRows.add(new Dictionary.StackRow(high, low, Arrays.copyOf(stack, depth)));
            // A stack falls due daily, and its frames with it: frames need no check of their own.
            for (int k = 0; k < depth; k++) {
                if (recentFrames.add(~stack[k], stack[k], nowMillis)) {
                    frameRows.add(
                            k < root
                                    ? new Dictionary.FrameRow(
                                            stack[k], "", text(bytes, thread), 0, FrameType.FRAME_TYPE_THREAD_VALUE)
                                    : frame(bytes, batch.stackFrames.get(from + k - root), stack[k]));
                }
            }
        }
    }

    private void identifyFrames(byte[] bytes) {
        frameIds.clear();
        for (int i = 0; i < batch.frames(); i++) {
            int classIndex = batch.frameClasses.get(i);
            int methodIndex = batch.frameMethods.get(i);
            frameIds.add(hash.frame(
                    bytes,
                    offset(classIndex),
                    length(classIndex),
                    offset(methodIndex),
                    length(methodIndex),
                    batch.frameLines.get(i),
                    batch.frameTypes.get(i)));
        }
    }

    private Dictionary.FrameRow frame(byte[] bytes, int frame, long id) {
        return new Dictionary.FrameRow(
                id,
                text(bytes, batch.frameClasses.get(frame)),
                text(bytes, batch.frameMethods.get(frame)),
                batch.frameLines.get(frame),
                batch.frameTypes.get(frame));
    }

    private String text(byte[] bytes, int string) {
        return new String(bytes, offset(string), length(string), StandardCharsets.UTF_8);
    }

    // A batch without strings has the empty one.
    private int offset(int string) {
        return batch.strings() == 0 ? 0 : batch.stringOffsets.get(string);
    }

    private int length(int string) {
        return batch.strings() == 0 ? 0 : batch.stringLengths.get(string);
    }
}
