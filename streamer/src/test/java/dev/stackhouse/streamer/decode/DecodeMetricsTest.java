package dev.stackhouse.streamer.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.streamer.RecordedMetrics;
import org.junit.jupiter.api.Test;

class DecodeMetricsTest {
    private static final long NOW = 1_700_000_000_000L;

    private final RecordedMetrics recorded = new RecordedMetrics();
    private final DecodeMetrics metrics = new DecodeMetrics(recorded);

    @Test
    void countsBatchesWhoseClockIsOff() {
        metrics.accepted(NOW - 10_000, NOW, NOW);
        metrics.accepted(NOW, NOW + 10_000, NOW);
        metrics.accepted(NOW - 3_610_000, NOW - 3_600_000, NOW);
        assertThat(recorded.value("clock=ahead skewedBatches")).isZero();
        assertThat(recorded.value("clock=behind skewedBatches")).isZero();

        metrics.accepted(NOW + 1, NOW + 10_001, NOW);
        metrics.accepted(NOW - 3_610_001, NOW - 3_600_001, NOW);
        assertThat(recorded.value("clock=ahead skewedBatches")).isEqualTo(1);
        assertThat(recorded.value("clock=behind skewedBatches")).isEqualTo(1);
    }

    @Test
    void countsBatchesOfCollectorsThatSlowDown() {
        assertThat(recorded.value("slowedBatches")).isZero();

        metrics.slowed();

        assertThat(recorded.value("slowedBatches")).isEqualTo(1);
    }

    @Test
    void countsRejectionsByReason() {
        metrics.arrived();
        metrics.rejected(RejectReason.TOO_OLD);

        assertThat(recorded.value("batchesIn")).isEqualTo(1);
        assertThat(recorded.value("reason=TOO_OLD rejectedBatches")).isEqualTo(1);
        assertThat(recorded.value("reason=BAD_STACK rejectedBatches")).isZero();
    }
}
