package dev.stackhouse.collector.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.stackhouse.batch.KnownFrames;
import dev.stackhouse.batch.KnownStacks;
import dev.stackhouse.collector.context.Contexts;
import dev.stackhouse.collector.context.FrequentSpans;
import dev.stackhouse.collector.context.SampleContexts;
import dev.stackhouse.collector.context.Span;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.batch.v1.FrameType;
import org.junit.jupiter.api.Test;

class ChunkSamplesTest {
    private final KnownStacks known = new KnownStacks();
    private final int stack = stack();
    private final ChunkSamples samples = new ChunkSamples(known, 18_000, 31_000);

    @Test
    void samplesOfASleeperAreSpreadOverTheWindowsThatItSlept() {
        samples.addMany(EventType.EVENT_TYPE_WALL, stack, null, 19_000, 60, 50_000_000);

        assertThat(samples.samples())
                .extracting(RecordedSample::windowStartMillis, RecordedSample::count, RecordedSample::value)
                .containsExactlyInAnyOrder(tuple(10_000L, 20L, 1_000_000_000L), tuple(20_000L, 40L, 2_000_000_000L));
    }

    @Test
    void whateverItsTimeASampleIsInAWindowOfTheChunk() {
        samples.add(EventType.EVENT_TYPE_LIVE, stack, null, 1_000, 7);
        samples.add(EventType.EVENT_TYPE_LIVE, stack, null, 99_000, 7);

        assertThat(samples.samples())
                .extracting(RecordedSample::windowStartMillis)
                .containsExactlyInAnyOrder(10_000L, 30_000L);
    }

    @Test
    void equalSamplesOfAWindowAreOne() {
        samples.add(EventType.EVENT_TYPE_CPU, stack, null, 20_000, 7);
        samples.add(EventType.EVENT_TYPE_CPU, stack, null, 20_000, 7);
        samples.add(EventType.EVENT_TYPE_ALLOC, stack, null, 20_000, 3);

        assertThat(samples.samples())
                .extracting(RecordedSample::event, RecordedSample::thread, RecordedSample::value, RecordedSample::count)
                .containsExactlyInAnyOrder(
                        tuple(EventType.EVENT_TYPE_CPU, "pool", 14L, 2L),
                        tuple(EventType.EVENT_TYPE_ALLOC, "pool", 3L, 1L));
    }

    @Test
    void samplesOfDifferentSpansAreDifferentSamples() {
        samples.add(EventType.EVENT_TYPE_CPU, stack, span(1), 20_000, 7);
        samples.add(EventType.EVENT_TYPE_CPU, stack, span(2), 20_000, 7);
        samples.add(EventType.EVENT_TYPE_CPU, stack, null, 20_000, 7);
        samples.add(EventType.EVENT_TYPE_ALLOC, stack, span(1), 20_000, 7);
        samples.add(EventType.EVENT_TYPE_CPU, stack, span(1), 20_000, 7);

        assertThat(samples.samples())
                .extracting(RecordedSample::event, sample -> sample.context().span(), RecordedSample::count)
                .containsExactlyInAnyOrder(
                        tuple(EventType.EVENT_TYPE_CPU, span(1), 2L),
                        tuple(EventType.EVENT_TYPE_CPU, span(2), 1L),
                        tuple(EventType.EVENT_TYPE_CPU, null, 1L),
                        tuple(EventType.EVENT_TYPE_ALLOC, span(1), 1L));
    }

    @Test
    void samplesOfSpansThatAreTooManyAreOne() {
        for (int i = 1; i <= FrequentSpans.MOST_SPANS; i++) {
            samples.add(EventType.EVENT_TYPE_CPU, stack, span(i), 20_000, 14);
            samples.add(EventType.EVENT_TYPE_CPU, stack, span(i), 20_000, 14);
            samples.add(EventType.EVENT_TYPE_CPU, stack, span(1_000 + i), 20_000, 7);
        }

        RecordedSamples all = samples.samples();
        assertThat(all).hasSize(FrequentSpans.MOST_SPANS + 1);
        assertThat(all)
                .filteredOn(sample -> sample.context().span() == null)
                .extracting(RecordedSample::value, RecordedSample::count)
                .containsExactly(tuple(7L * FrequentSpans.MOST_SPANS, (long) FrequentSpans.MOST_SPANS));
    }

    /** In a scope that was opened for it. */
    private static Span span(int id) {
        Contexts contexts = new Contexts(() -> 5, () -> null, 0);
        contexts.openSpan("0af7651916cd43dd8448eb211c80319c", String.format("%016x", id));
        return new SampleContexts(contexts)
                .at(1, Thread.currentThread().getId(), 5)
                .span();
    }

    private int stack() {
        KnownFrames frames = known.frames();
        int thread = frames.frame(0, frames.name("pool"), 0, FrameType.FRAME_TYPE_THREAD_VALUE);
        int leaf = frames.frame(frames.name("A"), frames.name("m"), 0, FrameType.FRAME_TYPE_JIT_COMPILED_VALUE);
        return known.stack(new int[] {thread, leaf}, 2);
    }
}
