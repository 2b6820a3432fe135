package dev.stackhouse.streamer.sink;

import dev.stackhouse.storage.client.StoreContact;
import dev.stackhouse.storage.write.EncodedBlock;
import java.time.Duration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/**
 * Figures of the commits: {@code blocksCommitted}, {@code rowsCommitted}, {@code commitRetries}, {@code commitMillis} (from the
 * first try to the acknowledgement of each of the last thousand blocks), {@code storeWaitMillis} (how long ClickHouse has been
 * waited for, 0 if nothing waits) and {@code storeSilentMillis} (since it last took a block).
 */
final class CommitMetrics {
    private static final int REMEMBERED_BLOCKS = 1_000;

    private final Counter blocks;
    private final Counter rows;
    private final Counter retries;
    private final Histogram latency;

    CommitMetrics(MetricGroup group, StoreContact contact) {
        blocks = group.counter("blocksCommitted");
        rows = group.counter("rowsCommitted");
        retries = group.counter("commitRetries");
        latency = group.histogram("commitMillis", new DescriptiveStatisticsHistogram(REMEMBERED_BLOCKS));
        Gauge<Long> wait = () -> contact.waitMillis(System.nanoTime());
        Gauge<Long> silent = () -> contact.silentMillis(System.nanoTime());
        group.gauge("storeWaitMillis", wait);
        group.gauge("storeSilentMillis", silent);
    }

    void committed(EncodedBlock block, long nanos) {
        blocks.inc();
        block.inserts().forEach(insert -> rows.inc(insert.rows()));
        latency.update(Duration.ofNanos(nanos).toMillis());
    }

    void retried() {
        retries.inc();
    }
}
