package dev.stackhouse.collector.batch;

import dev.stackhouse.collector.sampling.RecordedFrame;
import dev.stackhouse.proto.batch.v1.FrameType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stack as it is in a batch: its roots are labels and the name of the thread. */
final class StackOfThread {
    private final List<String> labels;
    private final String thread;
    private final List<RecordedFrame> frames;

    /**
     * @param labels in their order
     * @param thread empty where it is not known
     */
    StackOfThread(List<String> labels, String thread, List<RecordedFrame> frames) {
        this.labels = labels;
        this.thread = thread;
        this.frames = frames;
    }

    int depth() {
        return roots() + frames.size();
    }

    /** Root first. */
    RecordedFrame frame(int index) {
        if (index < labels.size()) {
            return new RecordedFrame("", labels.get(index), 0, FrameType.FRAME_TYPE_LABEL);
        }
        return index < roots()
                ? new RecordedFrame("", thread, 0, FrameType.FRAME_TYPE_THREAD)
                : frames.get(index - roots());
    }

    /** How many frames it has that are none. */
    private int roots() {
        return labels.size() + (thread.isEmpty() ? 0 : 1);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof StackOfThread)) {
            return false;
        }
        StackOfThread that = (StackOfThread) other;
        return labels.equals(that.labels) && thread.equals(that.thread) && frames.equals(that.frames);
    }

    @Override
    public int hashCode() {
        int hash = labels.hashCode();
        hash = 31 * hash + thread.hashCode();
        return 31 * hash + frames.hashCode();
    }
}
