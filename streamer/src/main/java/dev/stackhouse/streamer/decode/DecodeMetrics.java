package dev.stackhouse.streamer.decode;

import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Figures of phase one: {@code batchesIn}, {@code openedDictionaries} (of batches of format 2, of which a stack was new or
 * due again), {@code slowedBatches} (whose collectors sampled less than was asked for, to stay within their budget),
 * {@code rejectedBatches} by {@code reason}, and {@code skewedBatches} by {@code clock}
 * ({@code ahead}, {@code behind}).
 */
final class DecodeMetrics {
    /** Older batches waited long for Kafka, or come from a clock that is behind. */
    static final long BEHIND_MILLIS = 3_600_000;

    private final Counter batches;
    private final Counter opened;
    private final Counter slowed;
    private final Counter ahead;
    private final Counter behind;
    private final Map<RejectReason, Counter> rejected = new EnumMap<>(RejectReason.class);

    DecodeMetrics(MetricGroup group) {
        batches = group.counter("batchesIn");
        opened = group.counter("openedDictionaries");
        slowed = group.counter("slowedBatches");
        ahead = group.addGroup("clock", "ahead").counter("skewedBatches");
        behind = group.addGroup("clock", "behind").counter("skewedBatches");
        for (RejectReason reason : RejectReason.values()) {
            rejected.put(reason, group.addGroup("reason", reason.name()).counter("rejectedBatches"));
        }
    }

    void arrived() {
        batches.inc();
    }

    /** So many dictionaries were opened in all. */
    void opened(long dictionaries) {
        opened.inc(dictionaries - opened.getCount());
    }

    /** A batch of this interval was taken at this moment. */
    void accepted(long startMillis, long endMillis, long nowMillis) {
        if (startMillis > nowMillis) {
            ahead.inc();
        } else if (endMillis < nowMillis - BEHIND_MILLIS) {
            behind.inc();
        }
    }

    /** The collector of a batch that was taken sampled less than it was asked to. */
    void slowed() {
        slowed.inc();
    }

    void rejected(RejectReason reason) {
        Counter counter = rejected.get(reason);
        if (counter != null) {
            counter.inc();
        }
    }
}
