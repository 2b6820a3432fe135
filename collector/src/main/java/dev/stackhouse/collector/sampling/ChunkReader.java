package dev.stackhouse.collector.sampling;

import static dev.stackhouse.collector.sampling.ChunkBytes.require;

import dev.stackhouse.batch.LongNumbers;
import dev.stackhouse.collector.sampling.SampledEvent.Weight;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * Reads chunks of async-profiler's JFR recordings, which are complete in themselves, and merges equal samples of a window. It runs in the profiled
 * JVM, seldom, so hardly any of it is ever compiled: it makes one pass over the samples, and what it knows of stacks it keeps from chunk to chunk of a session, in
 * bounds. Whatever a damaged chunk may have told is forgotten with it. Not thread-safe.
 */
final class ChunkReader {
    /** Offsets in a chunk's header (https://openjdk.org/jeps/328 and jdk.jfr.internal.consumer.ChunkHeader). */
    private static final int CONSTANTS_AT = 16;

    private static final int START_NANOS_AT = 32;
    private static final int DURATION_NANOS_AT = 40;
    private static final int START_TICKS_AT = 48;
    private static final int TICKS_PER_SECOND_AT = 56;
    private static final int HEADER_BYTES = 68;

    /** Of what is known of stacks: beyond it all is forgotten and learnt anew. */
    private static final long MAX_KNOWN_BYTES = 6 << 20;

    private final long nanosPerCpuSample;
    private final ChunkPools pools = new ChunkPools();
    /** Root frames, by thread. */
    private final LongNumbers roots = new LongNumbers();
    /** Indexes of samples, by stack, event and window. */
    private final LongNumbers indexes = new LongNumbers();

    private @Nullable SessionStacks session;

    ChunkReader(long nanosPerCpuSample) {
        this.nanosPerCpuSample = nanosPerCpuSample;
    }

    /** From here on numbers in chunks are those of another session. */
    void beginSession() {
        if (session != null) {
            session.forgetNumbers();
        }
    }

    /** What the last chunk told was not true. */
    void forget() {
        session = null;
    }

    /**
     * Reads a chunk.
     *
     * @param chunk whole, backed by an array
     * @throws IOException if it is damaged
     */
    Recording read(ByteBuffer chunk) throws IOException {
        SessionStacks stacks = session;
        // It comes back when all went well.
        session = null;
        if (stacks == null || stacks.known().bytes() > MAX_KNOWN_BYTES) {
            stacks = new SessionStacks();
        }
        Recording recording;
        try {
            recording = read(chunk, stacks);
        } catch (IndexOutOfBoundsException e) {
            throw new IOException("the chunk is damaged", e);
        }
        session = stacks;
        return recording;
    }

    private Recording read(ByteBuffer chunk, SessionStacks stacks) throws IOException {
        ChunkBytes bytes = new ChunkBytes(chunk);
        int start = bytes.position();
        long constantsAt = chunk.getLong(start - chunk.arrayOffset() + CONSTANTS_AT);
        require(constantsAt >= HEADER_BYTES && constantsAt < chunk.remaining());
        int eventsEnd = start + (int) constantsAt;
        bytes.moveTo(eventsEnd);
        pools.find(bytes);
        bytes.moveTo(start + HEADER_BYTES);
        Times times = new Times(chunk);
        RecordedSamples samples = new RecordedSamples(stacks.known(), 256);
        ThreadNames names = new ThreadNames();
        roots.clear();
        indexes.clear();
        while (bytes.position() < eventsEnd) {
            int eventStart = bytes.position();
            int size = bytes.number();
            require(size > 0 && size <= eventsEnd - eventStart);
            SampledEvent event = SampledEvent.ofType(bytes.number());
            if (event != null) {
                add(event, bytes, times, stacks, names, samples);
                require(bytes.position() <= eventStart + size);
            }
            bytes.moveTo(eventStart + size);
        }
        return new Recording(times.startMillis, times.endMillis, samples, 0, 0);
    }

    private void add(
            SampledEvent event,
            ChunkBytes bytes,
            Times times,
            SessionStacks stacks,
            ThreadNames names,
            RecordedSamples samples)
            throws IOException {
        long ticks = bytes.varint();
        long value = nanosPerCpuSample;
        if (event.weight == Weight.DURATION) {
            value = times.nanos(bytes.varint());
        }
        int thread = bytes.number();
        int stackNumber = bytes.number();
        if (event.weight == Weight.FIELD) {
            bytes.skipNumbers(event.skipped);
            value = bytes.varint();
            require(value >= 0);
        }
        int next = bytes.position();
        int stack = stacks.stack(root(thread, stacks, names), stackNumber, pools);
        bytes.moveTo(next);
        int window = times.window(ticks);
        long key = (long) stack << 32 | (long) event.event.getNumber() << 24 | window;
        int index = indexes.get(key);
        if (index == LongNumbers.NONE) {
            indexes.put(key, samples.size());
            samples.add(stack, event.event, times.windowStartMillis(window), value, 1);
        } else {
            samples.addTo(index, value, 1);
        }
    }

    /** The frame that is the root of what a thread ran, or -1. */
    private int root(int thread, SessionStacks stacks, ThreadNames names) throws IOException {
        // Of what is known, -1 is "none": it is kept as 0.
        int known = roots.get(thread);
        if (known == LongNumbers.NONE) {
            known = stacks.threadFrame(names.pool(pools.threadName(thread))) + 1;
            roots.put(thread, known);
        }
        return known - 1;
    }

    /** What is known of a chunk whose events cannot be read: the times in its header. */
    static Recording unreadable(ByteBuffer chunk) {
        Times times = new Times(chunk);
        return new Recording(times.startMillis, times.endMillis, Collections.emptyList(), 0, 0);
    }

    /** When a chunk began and ended, and which window of it a moment falls into. */
    private static final class Times {
        /** Windows of a chunk: of more it is not known what they are. */
        private static final int MOST_WINDOWS = 1 << 24;

        final long startMillis;
        final long endMillis;
        private final long startNanos;
        private final long startTicks;
        private final double nanosPerTick;
        private final long firstWindow;

        Times(ByteBuffer chunk) {
            startNanos = chunk.getLong(chunk.position() + START_NANOS_AT);
            startTicks = chunk.getLong(chunk.position() + START_TICKS_AT);
            nanosPerTick = 1e9 / chunk.getLong(chunk.position() + TICKS_PER_SECOND_AT);
            startMillis = Math.floorDiv(startNanos, 1_000_000L);
            long endNanos = startNanos + chunk.getLong(chunk.position() + DURATION_NANOS_AT);
            endMillis = Math.max(startMillis + 1, -Math.floorDiv(-endNanos, 1_000_000L));
            firstWindow = Math.floorDiv(startMillis, Recording.WINDOW_MILLIS);
        }

        long nanos(long ticks) {
            return (long) (ticks * nanosPerTick);
        }

        /** From 0 on. A sample of the chunk was taken during the chunk, whatever rounding makes of its time stamp. */
        int window(long ticks) throws IOException {
            long millis = Math.floorDiv(startNanos + nanos(ticks - startTicks), 1_000_000L);
            long inChunkMillis = Math.min(Math.max(millis, startMillis), endMillis - 1);
            long window = Math.floorDiv(inChunkMillis, Recording.WINDOW_MILLIS) - firstWindow;
            require(window < MOST_WINDOWS);
            return (int) window;
        }

        long windowStartMillis(int window) {
            return (firstWindow + window) * Recording.WINDOW_MILLIS;
        }
    }
}
