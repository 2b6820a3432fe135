package dev.stackhouse.streamer.sink;

import dev.stackhouse.storage.StorageException;
import dev.stackhouse.storage.client.StoreContact;
import dev.stackhouse.storage.write.BlockWriter;
import dev.stackhouse.storage.write.EncodedBlock;
import java.time.Duration;
import java.util.Collection;
import org.apache.flink.api.connector.sink2.Committer;

/**
 * Inserts blocks. While ClickHouse is away it waits, and the job with it: Kafka keeps what comes meanwhile. After its
 * patience the block is handed back to Flink, which tries again and in the end restarts the job; the block stays in
 * the checkpoint throughout. What ClickHouse refuses for good fails the job: dropping it would be silent.
 */
final class BlockCommitter implements Committer<EncodedBlock> {
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private final BlockWriter writer;
    private final StoreContact contact;
    private final CommitMetrics metrics;
    private final Duration patience;

    /**
     * A committer that has inserted nothing.
     *
     * @param patience how long a block is tried before it is handed back
     */
    BlockCommitter(BlockWriter writer, StoreContact contact, CommitMetrics metrics, Duration patience) {
        this.writer = writer;
        this.contact = contact;
        this.metrics = metrics;
        this.patience = patience;
    }

    @Override
    public void commit(Collection<CommitRequest<EncodedBlock>> requests) throws InterruptedException {
        for (CommitRequest<EncodedBlock> request : requests) {
            if (!insert(request.getCommittable())) {
                request.retryLater();
            }
        }
    }

    private boolean insert(EncodedBlock block) throws InterruptedException {
        long startNanos = System.nanoTime();
        long deadlineNanos = startNanos + patience.toNanos();
        long pauseMillis = FIRST_PAUSE_MILLIS;
        contact.asked(startNanos);
        while (true) {
            try {
                writer.write(block);
                long nowNanos = System.nanoTime();
                contact.answered(nowNanos);
                metrics.committed(block, nowNanos - startNanos);
                return true;
            } catch (StorageException e) {
                if (e.category() == StorageException.Category.REFUSED) {
                    contact.answered(System.nanoTime());
                    throw e;
                }
                contact.failed(System.nanoTime(), String.valueOf(e.getMessage()));
                metrics.retried();
            }
            if (System.nanoTime() - deadlineNanos > 0) {
                return false;
            }
            Thread.sleep(pauseMillis);
            pauseMillis = Math.min(pauseMillis * 2, LONGEST_PAUSE_MILLIS);
        }
    }

    @Override
    public void close() {
        writer.close();
    }
}
