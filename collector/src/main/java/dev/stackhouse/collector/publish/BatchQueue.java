package dev.stackhouse.collector.publish;

import dev.stackhouse.collector.batch.Books;
import dev.stackhouse.collector.batch.UnsentBatch;
import dev.stackhouse.proto.batch.v1.DropReason;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Batches that Kafka has never seen, bounded in bytes. When it is full the oldest goes, and its samples go into the books of the
 * dropped, for a later batch to declare. Thread-safe.
 */
public final class BatchQueue {
    private final long maxBytes;
    private final Deque<UnsentBatch> batches = new ArrayDeque<>();
    private Books dropped = new Books();
    private long bytes;

    public BatchQueue(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Adds a batch; never blocks for longer than another thread's add or take. */
    public synchronized void offer(UnsentBatch batch) {
        batches.addLast(batch);
        bytes += batch.body().length;
        while (bytes > maxBytes && !batches.isEmpty()) {
            UnsentBatch oldest = batches.removeFirst();
            bytes -= oldest.body().length;
            dropped.addAsDropped(oldest.books(), DropReason.DROP_REASON_QUEUE_FULL);
        }
        notifyAll();
    }

    /** Takes the oldest batch; waits until there is one. */
    synchronized UnsentBatch take() throws InterruptedException {
        while (batches.isEmpty()) {
            wait();
        }
        UnsentBatch batch = batches.removeFirst();
        bytes -= batch.body().length;
        return batch;
    }

    /** Hands out the books of what was dropped, once. */
    synchronized Books takeDropped() {
        Books taken = dropped;
        dropped = new Books();
        return taken;
    }

    synchronized boolean isEmpty() {
        return batches.isEmpty();
    }

    /** Samples in the waiting batches and in the books of the dropped. */
    synchronized long undeliveredSamples() {
        return batches.stream().mapToLong(batch -> batch.books().kept()).sum() + dropped.dropped();
    }
}
