package dev.stackhouse.collector.sampling;

import dev.stackhouse.batch.LongNumbers;
import dev.stackhouse.collector.context.SampleContext;
import dev.stackhouse.collector.context.SampleContexts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What the threads of one chunk's samples worked on. Where no thread ever said so it costs a look at a field. Not thread-safe; one per chunk. */
final class ChunkContexts {
    private final SampleContexts contexts;
    private final ChunkPools pools;
    private final boolean isEmpty;
    /** Indexes of Java's numbers, by number of the thread in the chunk. */
    private final LongNumbers indexes = new LongNumbers();

    private final List<Long> javaThreads = new ArrayList<>();

    ChunkContexts(SampleContexts contexts, ChunkPools pools) {
        this.contexts = contexts;
        this.pools = pools;
        this.isEmpty = contexts.isEmpty();
    }

    /**
     * What a thread worked on at a moment. It may move the chunk's bytes.
     *
     * @param thread its number in the chunk, which is the operating system's
     */
    SampleContext at(int thread, long ticks) throws IOException {
        return isEmpty ? SampleContext.NONE : contexts.at(thread, javaThread(thread), ticks);
    }

    private long javaThread(int thread) throws IOException {
        int index = indexes.get(thread);
        if (index == LongNumbers.NONE) {
            index = javaThreads.size();
            javaThreads.add(pools.javaThread(thread));
            indexes.put(thread, index);
        }
        return javaThreads.get(index);
    }
}
