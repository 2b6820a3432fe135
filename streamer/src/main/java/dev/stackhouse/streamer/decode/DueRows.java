package dev.stackhouse.streamer.decode;

import dev.stackhouse.proto.batch.v1.FrameType;
import dev.stackhouse.streamer.partial.Dictionary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The rows of the store's dictionaries that are due: those of stacks and frames that were not given out today. Not thread-safe. */
final class DueRows {
    private final BatchColumns batch;
    private final RecentIds recentStacks;
    private final RecentIds recentFrames;
    private List<Dictionary.StackRow> stacks = new ArrayList<>();
    private List<Dictionary.FrameRow> frames = new ArrayList<>();

    DueRows(BatchColumns batch, int recent) {
        this.batch = batch;
        this.recentStacks = new RecentIds(recent);
        this.recentFrames = new RecentIds(recent);
    }

    /** Whether the row of a stack was given out today, for the batch's service; remembers that it was asked for. */
    boolean isGiven(long high, long low, long nowMillis) {
        return recentStacks.refresh(ofService(high), low, nowMillis);
    }

    /**
     * Adds the rows of a stack and its frames, if they are due.
     *
     * @param bytes of the strings
     * @param number of the stack
     * @param thread name of its thread, if its first identity is not that of one of its frames but of this
     * @param ids of its frames
     * @param depth number of the identities
     */
    void add(byte[] bytes, int number, int thread, long[] ids, int depth, long high, long low, long nowMillis) {
        if (!recentStacks.add(ofService(high), low, nowMillis)) {
            return;
        }
        stacks.add(new Dictionary.StackRow(high, low, Arrays.copyOf(ids, depth)));
        int root = thread == 0 ? 0 : 1;
        int from = batch.stackStart(number);
        // A stack falls due daily, and its frames with it: frames need no check of their own.
        for (int k = 0; k < depth; k++) {
            if (recentFrames.add(~ids[k], ids[k], nowMillis)) {
                frames.add(
                        k < root
                                ? new Dictionary.FrameRow(
                                        ids[k], "", text(bytes, thread), 0, FrameType.FRAME_TYPE_THREAD_VALUE)
                                : frame(bytes, batch.stackFrames.get(from + k - root), ids[k]));
            }
        }
    }

    /** What was added; begins anew. */
    Dictionary take() {
        Dictionary due = new Dictionary(batch.service, stacks, frames);
        stacks = new ArrayList<>();
        frames = new ArrayList<>();
        return due;
    }

    /** A stack's row names its service. */
    private long ofService(long high) {
        return high ^ batch.service.hashCode() * 0x9E3779B97F4A7C15L;
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
        return new String(bytes, batch.stringOffset(string), batch.stringLength(string), StandardCharsets.UTF_8);
    }
}
