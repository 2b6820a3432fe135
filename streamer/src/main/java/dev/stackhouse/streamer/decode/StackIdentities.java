package dev.stackhouse.streamer.decode;

import dev.stackhouse.streamer.partial.Dictionary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Identities of the stacks of one batch, and the dictionary rows that are due. Not thread-safe. */
final class StackIdentities {
    private static final int DEEPEST = 2048;

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

    long high(int stack) {
        return highs.get(stack);
    }

    long low(int stack) {
        return lows.get(stack);
    }

    /** Computes the identities of a valid batch; returns rows for what was not given out today. */
    Dictionary identify(byte[] bytes, long nowMillis) {
        identifyFrames(bytes);
        highs.clear();
        lows.clear();
        List<Dictionary.StackRow> stackRows = new ArrayList<>();
        List<Dictionary.FrameRow> frameRows = new ArrayList<>();
        // A stack's row names its service.
        long service = batch.service.hashCode() * 0x9E3779B97F4A7C15L;
        for (int i = 0; i < batch.stacks(); i++) {
            int from = batch.stackStart(i);
            int depth = batch.stackEnds.get(i) - from;
            for (int k = 0; k < depth; k++) {
                stack[k] = frameIds.get(batch.stackFrames.get(from + k));
            }
            long[] id = hash.stack(stack, depth);
            highs.add(id[0]);
            lows.add(id[1]);
            if (recentStacks.add(id[0] ^ service, id[1], nowMillis)) {
                stackRows.add(new Dictionary.StackRow(id[0], id[1], Arrays.copyOf(stack, depth)));
                // A stack falls due daily, and its frames with it: frames need no check of their own.
                for (int k = 0; k < depth; k++) {
                    if (recentFrames.add(~stack[k], stack[k], nowMillis)) {
                        frameRows.add(frame(bytes, batch.stackFrames.get(from + k), stack[k]));
                    }
                }
            }
        }
        return new Dictionary(batch.service, stackRows, frameRows);
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
