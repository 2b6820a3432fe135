package dev.stackhouse.collector.sampling;

import dev.stackhouse.collector.context.Contexts;
import dev.stackhouse.collector.context.FrequentSpans;
import dev.stackhouse.collector.context.SampleContext;
import dev.stackhouse.collector.context.SampleContexts;
import dev.stackhouse.proto.batch.v1.EventType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import one.jfr.JfrReader;
import one.jfr.event.AllocationSample;
import one.jfr.event.ContendedLock;
import one.jfr.event.Event;
import one.jfr.event.ExecutionSample;

/** Reads one chunk of a JFR recording, which is complete in itself, and merges equal samples of a window. */
final class ChunkReader {
    /** Offsets in a chunk's header (https://openjdk.org/jeps/328 and jdk.jfr.internal.consumer.ChunkHeader). */
    private static final int START_NANOS_AT = 32;

    private static final int DURATION_NANOS_AT = 40;

    private static final class Sum {
        private long value;
        private long count;

        private void add(Sum other) {
            value += other.value;
            count += other.count;
        }
    }

    private final long nanosPerCpuSample;
    private final Contexts contexts;

    /** @param contexts of the threads that are sampled */
    ChunkReader(long nanosPerCpuSample, Contexts contexts) {
        this.nanosPerCpuSample = nanosPerCpuSample;
        this.contexts = contexts;
    }

    Recording read(ByteBuffer chunk) throws IOException {
        try (JfrReader jfr = new JfrReader(chunk)) {
            long startMillis = Math.floorDiv(jfr.chunkStartNanos, 1_000_000L);
            long endMillis = Math.max(startMillis + 1, -Math.floorDiv(-jfr.chunkEndNanos, 1_000_000L));
            // All that is in the chunk happened before now.
            SampleContexts about = new SampleContexts(contexts);
            Map<SampleKey<Integer>, Sum> sums = new HashMap<>();
            for (Event event = jfr.readEvent(); event != null; event = jfr.readEvent()) {
                EventType type = type(event);
                if (type != EventType.EVENT_TYPE_UNSPECIFIED) {
                    long timeMillis = Math.floorDiv(jfr.eventTimeToNanos(event.time), 1_000_000L);
                    // A sample of the chunk was taken during the chunk, whatever rounding makes of its time stamp.
                    long inChunkMillis = Math.min(Math.max(timeMillis, startMillis), endMillis - 1);
                    long window = Math.floorDiv(inChunkMillis, Recording.WINDOW_MILLIS) * Recording.WINDOW_MILLIS;
                    Sum sum = sums.computeIfAbsent(
                            new SampleKey<>(event.stackTraceId, event.tid, context(event, jfr, about), type, window),
                            key -> new Sum());
                    sum.value += value(event, jfr);
                    sum.count += event.samples();
                }
            }
            about.end(jfr.chunkStartTicks);
            return new Recording(startMillis, endMillis, named(sums, jfr), 0, 0);
        }
    }

    private static SampleContext context(Event event, JfrReader jfr, SampleContexts about) {
        Long threadId = jfr.javaThreads.get(event.tid);
        return about.at(event.tid, threadId == null ? SampleContexts.NO_THREAD : threadId, event.time);
    }

    /** Stacks and names are known only at the end of a chunk: its constants come after its events. */
    private static List<RecordedSample> named(Map<SampleKey<Integer>, Sum> sums, JfrReader jfr) {
        StackDecoder stacks = new StackDecoder(jfr);
        ThreadNames threads = new ThreadNames();
        FrequentSpans spans = new FrequentSpans();
        sums.forEach((key, sum) -> spans.count(key.context, sum.count));
        Map<SampleKey<String>, Sum> merged = new HashMap<>();
        sums.forEach((key, sum) -> {
            String thread = threads.pool(jfr.threads.get(key.thread));
            SampleKey<String> named = new SampleKey<>(
                    key.stackTraceId, thread, spans.bounded(key.context), key.event, key.windowStartMillis);
            merged.computeIfAbsent(named, any -> new Sum()).add(sum);
        });
        List<RecordedSample> samples = new ArrayList<>(merged.size());
        merged.forEach((key, sum) -> samples.add(new RecordedSample(
                stacks.stack(key.stackTraceId),
                key.thread,
                key.context,
                key.event,
                key.windowStartMillis,
                sum.value,
                sum.count)));
        return samples;
    }

    /** What is known of a chunk whose events cannot be read: the times in its header. */
    static Recording unreadable(ByteBuffer chunk) {
        long startNanos = chunk.getLong(START_NANOS_AT);
        long startMillis = Math.floorDiv(startNanos, 1_000_000L);
        long endMillis = -Math.floorDiv(-(startNanos + chunk.getLong(DURATION_NANOS_AT)), 1_000_000L);
        return new Recording(startMillis, Math.max(startMillis + 1, endMillis), Collections.emptyList(), 0, 0);
    }

    private static EventType type(Event event) {
        if (event instanceof ExecutionSample) {
            return EventType.EVENT_TYPE_CPU;
        }
        if (event instanceof AllocationSample) {
            return EventType.EVENT_TYPE_ALLOC;
        }
        return event instanceof ContendedLock ? EventType.EVENT_TYPE_LOCK : EventType.EVENT_TYPE_UNSPECIFIED;
    }

    private long value(Event event, JfrReader jfr) {
        if (event instanceof ExecutionSample) {
            return event.samples() * nanosPerCpuSample;
        }
        return event instanceof ContendedLock
                ? (long) (((ContendedLock) event).duration * jfr.nanosPerTick)
                : event.value();
    }
}
