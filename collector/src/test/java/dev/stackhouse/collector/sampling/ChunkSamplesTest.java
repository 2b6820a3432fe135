package dev.stackhouse.collector.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.stackhouse.collector.context.SampleContext;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.batch.v1.FrameType;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkSamplesTest {
    private final ChunkSamples samples = new ChunkSamples(18_000, 31_000);

    @Test
    void samplesOfASleeperAreSpreadOverTheWindowsThatItSlept() {
        samples.addMany(EventType.EVENT_TYPE_WALL, 1, 5, SampleContext.NONE, 19_000, 60, 50_000_000);

        assertThat(named())
                .extracting(RecordedSample::windowStartMillis, RecordedSample::count, RecordedSample::value)
                .containsExactlyInAnyOrder(tuple(10_000L, 20L, 1_000_000_000L), tuple(20_000L, 40L, 2_000_000_000L));
    }

    @Test
    void whateverItsTimeASampleIsInAWindowOfTheChunk() {
        samples.add(EventType.EVENT_TYPE_LIVE, 1, 5, 1_000, 7);
        samples.add(EventType.EVENT_TYPE_LIVE, 1, 5, 99_000, 7);

        assertThat(named()).extracting(RecordedSample::windowStartMillis).containsExactlyInAnyOrder(10_000L, 30_000L);
    }

    @Test
    void threadsOfAPoolAreOne() {
        samples.add(EventType.EVENT_TYPE_CPU, 1, 5, 20_000, 7);
        samples.add(EventType.EVENT_TYPE_CPU, 1, 6, 20_000, 7);
        samples.add(EventType.EVENT_TYPE_ALLOC, 1, 5, 20_000, 3);

        assertThat(named())
                .extracting(RecordedSample::event, RecordedSample::thread, RecordedSample::value, RecordedSample::count)
                .containsExactlyInAnyOrder(
                        tuple(EventType.EVENT_TYPE_CPU, "pool", 14L, 2L),
                        tuple(EventType.EVENT_TYPE_ALLOC, "pool", 3L, 1L));
    }

    private List<RecordedSample> named() {
        return samples.named(
                stack -> List.of(new RecordedFrame("A", "m" + stack, 0, FrameType.FRAME_TYPE_JIT_COMPILED)),
                thread -> "pool");
    }
}
