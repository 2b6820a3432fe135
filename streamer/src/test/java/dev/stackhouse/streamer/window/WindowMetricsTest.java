package dev.stackhouse.streamer.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.proto.batch.v1.DropReason;
import dev.stackhouse.streamer.RecordedMetrics;
import dev.stackhouse.streamer.partial.Arrival;
import dev.stackhouse.streamer.partial.Dictionary;
import dev.stackhouse.streamer.partial.Instance;
import dev.stackhouse.streamer.partial.LedgerEntry;
import dev.stackhouse.streamer.partial.Partial;
import dev.stackhouse.streamer.partial.SampleTable;
import dev.stackhouse.streamer.partial.WindowPart;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WindowMetricsTest {
    private final RecordedMetrics recorded = new RecordedMetrics();
    private final WindowMetrics metrics = new WindowMetrics(recorded);

    @Test
    void aNumberThatComesInTurnIsNoGap() {
        metrics.arrived(batch(7, Map.of()), 0);
        metrics.arrived(batch(8, Map.of()), 7);

        assertThat(recorded.value("skippedBatches")).isZero();
        assertThat(recorded.value("filledBatches")).isZero();
    }

    @Test
    void countsTheNumbersOfAGapAndThoseThatComeAfterAll() {
        metrics.arrived(batch(5, Map.of()), 1);
        metrics.arrived(batch(3, Map.of()), 5);

        assertThat(recorded.value("skippedBatches")).isEqualTo(3);
        assertThat(recorded.value("filledBatches")).isEqualTo(1);
    }

    @Test
    void countsWhatTheBooksDeclare() {
        metrics.arrived(batch(1, Map.of(DropReason.DROP_REASON_QUEUE_FULL_VALUE, 3L, 99, 2L)), 0);

        assertThat(recorded.value("takenSamples")).isEqualTo(10);
        assertThat(recorded.value("reason=QUEUE_FULL droppedSamples")).isEqualTo(3);
        assertThat(recorded.value("reason=UNKNOWN droppedSamples")).isEqualTo(2);
        assertThat(recorded.value("reason=REJECTED droppedSamples")).isZero();
    }

    private static Partial batch(long sequence, Map<Integer, Long> dropped) {
        WindowPart part = new WindowPart(
                0,
                new SampleTable(),
                List.of(new LedgerEntry(1, sequence, 10, new TreeMap<>(dropped), Arrival.UNKNOWN)));
        return new Partial(
                new Instance("shop", "a", new TreeMap<>()),
                sequence,
                10_000,
                false,
                List.of(part),
                new Dictionary("shop", List.of(), List.of()));
    }
}
