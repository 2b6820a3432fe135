package dev.stackhouse.collector.sampling;

import dev.stackhouse.batch.LongNumbers;
import java.io.IOException;
import java.util.List;

/** Which known stacks the numbers of threads and stacks in one chunk stand for. Not thread-safe; one per chunk. */
final class ChunkStacks {
    private final SessionStacks session;
    private final ChunkPools pools;
    private final ThreadNames names = new ThreadNames();
    /** Roots, by thread. */
    private final LongNumbers roots = new LongNumbers();

    ChunkStacks(SessionStacks session, ChunkPools pools) {
        this.session = session;
        this.pools = pools;
    }

    /** The known stack that a thread was in. It may move the chunk's bytes. */
    int known(int thread, int stack) throws IOException {
        return session.stack(root(thread), stack, pools);
    }

    /** The same below labels, which come before the thread. */
    int known(List<String> labels, int thread, int stack) throws IOException {
        int root = root(thread);
        return session.stack(labels.isEmpty() ? root : session.roots().labelled(labels, root), stack, pools);
    }

    /** The known stack without its thread. */
    int known(int stack) throws IOException {
        return session.stack(StackRoots.NONE, stack, pools);
    }

    private int root(int thread) throws IOException {
        int root = roots.get(thread);
        if (root == LongNumbers.NONE) {
            root = session.roots().ofThread(pool(thread));
            roots.put(thread, root);
        }
        return root;
    }

    /** The name of a thread's pool, or empty. */
    String pool(int thread) throws IOException {
        return names.pool(pools.threadName(thread));
    }
}
