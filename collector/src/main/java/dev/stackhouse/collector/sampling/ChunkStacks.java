package dev.stackhouse.collector.sampling;

import dev.stackhouse.batch.LongNumbers;
import java.io.IOException;

/** Which known stacks the numbers of threads and stacks in one chunk stand for. Not thread-safe; one per chunk. */
final class ChunkStacks {
    private final SessionStacks session;
    private final ChunkPools pools;
    private final ThreadNames names = new ThreadNames();
    /** Root frames, by thread. */
    private final LongNumbers roots = new LongNumbers();

    ChunkStacks(SessionStacks session, ChunkPools pools) {
        this.session = session;
        this.pools = pools;
    }

    /** The known stack that a thread was in. It may move the chunk's bytes. */
    int known(int thread, int stack) throws IOException {
        int root = roots.get(thread);
        if (root == LongNumbers.NONE) {
            // One more than the frame, as none is -1.
            root = session.threadFrame(pool(thread)) + 1;
            roots.put(thread, root);
        }
        return session.stack(root - 1, stack, pools);
    }

    /** The known stack without its thread. */
    int known(int stack) throws IOException {
        return session.stack(LongNumbers.NONE, stack, pools);
    }

    /** The name of a thread's pool, or empty. */
    String pool(int thread) throws IOException {
        return names.pool(pools.threadName(thread));
    }
}
