package dev.stackhouse.streamer.sink;

import dev.stackhouse.storage.StorageException;
import dev.stackhouse.storage.write.BlockWriter;
import dev.stackhouse.storage.write.EncodedBlock;
import java.time.Duration;
import java.util.Collection;
import org.apache.flink.api.connector.sink2.Committer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Inserts blocks. While ClickHouse is away it waits, and the job with it: Kafka keeps what comes meanwhile. After
 * {@link #PATIENCE} the block is handed back to Flink, which tries again and in the end restarts the job; the block stays in
 * the checkpoint throughout. What ClickHouse refuses for good fails the job: dropping it would be silent.
 */
final class BlockCommitter implements Committer<EncodedBlock> {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(BlockCommitter.class);
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private final BlockWriter writer;

    BlockCommitter(BlockWriter writer) {
        this.writer = writer;
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
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        long pauseMillis = FIRST_PAUSE_MILLIS;
        while (true) {
            try {
                writer.write(block);
                return true;
            } catch (StorageException e) {
                if (e.category() == StorageException.Category.REFUSED) {
                    throw e;
                }
                LOG.warn("ClickHouse did not take block {}; trying again: {}", block.token(), e.getMessage());
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
