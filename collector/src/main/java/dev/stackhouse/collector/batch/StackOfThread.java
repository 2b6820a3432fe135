package dev.stackhouse.collector.batch;

import dev.stackhouse.collector.sampling.RecordedFrame;
import dev.stackhouse.proto.batch.v1.FrameType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stack as it is in a batch: the name of the thread is its root. */
final class StackOfThread {
    private final String thread;
    private final List<RecordedFrame> frames;

    /**
     * @param thread empty where it is not known
     */
    StackOfThread(String thread, List<RecordedFrame> frames) {
        this.thread = thread;
        this.frames = frames;
    }

    String thread() {
        return thread;
    }

    List<RecordedFrame> frames() {
        return frames;
    }

    int depth() {
        return (thread.isEmpty() ? 0 : 1) + frames.size();
    }

    RecordedFrame root() {
        return new RecordedFrame("", thread, 0, FrameType.FRAME_TYPE_THREAD);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof StackOfThread)) {
            return false;
        }
        StackOfThread that = (StackOfThread) other;
        return thread.equals(that.thread) && frames.equals(that.frames);
    }

    @Override
    public int hashCode() {
        int hash = thread.hashCode();
        return 31 * hash + frames.hashCode();
    }
}
