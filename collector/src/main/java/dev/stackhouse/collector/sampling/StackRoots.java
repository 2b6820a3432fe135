package dev.stackhouse.collector.sampling;

import dev.stackhouse.batch.KnownFrames;
import dev.stackhouse.batch.LongNumbers;
import dev.stackhouse.proto.batch.v1.FrameType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What stacks begin with, by number, each once: labels of the application, and then the pool of the thread. Not thread-safe. */
final class StackRoots {
    /** Nothing: neither labels nor a thread. */
    static final int NONE = 0;

    private static final int[] NO_FRAMES = {};

    private final KnownFrames known;
    /** By root. */
    private final List<int[]> frames = new ArrayList<>();
    /** Roots without labels, by the frame of the thread. */
    private final LongNumbers ofThread = new LongNumbers();
    /** Roots with labels, by the one without. */
    private final Map<List<String>, LongNumbers> labelled = new HashMap<>();

    StackRoots(KnownFrames known) {
        this.known = known;
        frames.add(NO_FRAMES);
    }

    /** The root of a pool's threads, or {@link #NONE} where its name is empty. */
    int ofThread(String pool) {
        if (pool.isEmpty()) {
            return NONE;
        }
        int frame = known.frame(0, known.name(pool), 0, FrameType.FRAME_TYPE_THREAD_VALUE);
        int root = ofThread.get(frame);
        if (root == LongNumbers.NONE) {
            root = add(new int[] {frame});
            ofThread.put(frame, root);
        }
        return root;
    }

    /** The root that has labels before another one, which has none. */
    int labelled(List<String> labels, int root) {
        LongNumbers withThem = labelled.computeIfAbsent(labels, any -> new LongNumbers());
        int both = withThem.get(root);
        if (both == LongNumbers.NONE) {
            both = add(frames(labels, frames.get(root)));
            withThem.put(root, both);
        }
        return both;
    }

    private int[] frames(List<String> labels, int[] below) {
        int[] all = new int[labels.size() + below.length];
        for (int i = 0; i < labels.size(); i++) {
            all[i] = known.frame(0, known.name(labels.get(i)), 0, FrameType.FRAME_TYPE_LABEL_VALUE);
        }
        System.arraycopy(below, 0, all, labels.size(), below.length);
        return all;
    }

    private int add(int[] root) {
        frames.add(root);
        return frames.size() - 1;
    }

    /** Its frames, the outermost first. */
    int[] frames(int root) {
        return frames.get(root);
    }

    /** Roughly what it takes in memory. */
    long bytes() {
        return 100L * frames.size() + 1_000L * labelled.size();
    }
}
