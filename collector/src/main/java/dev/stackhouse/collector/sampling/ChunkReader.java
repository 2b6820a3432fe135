package dev.stackhouse.collector.sampling;

import static dev.stackhouse.collector.sampling.ChunkBytes.require;

import dev.stackhouse.collector.config.Rates;
import dev.stackhouse.collector.context.Contexts;
import dev.stackhouse.collector.context.SampleContexts;
import dev.stackhouse.proto.batch.v1.EventType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one chunk after the other of async-profiler's JFR recordings, and merges equal samples of a window. A chunk is complete in itself, but for what lives longer: objects and
 * native memory. It runs in the profiled JVM, seldom, so hardly any of it is ever compiled: it makes one pass over the samples, and what it knows of stacks it keeps from chunk to chunk of a session, in
 * bounds. Whatever a damaged chunk may have told of them is forgotten with it. Not thread-safe.
 */
final class ChunkReader {
    private static final int CONSTANTS_AT = 16;
    private static final int HEADER_BYTES = 68;

    /** Of what is known of stacks: beyond it all is forgotten and learnt anew. */
    private static final long MAX_KNOWN_BYTES = 6 << 20;

    private Rates rates;
    private Weights weights;
    private final Contexts contexts;
    private final LiveObjects liveObjects = new LiveObjects();
    private final NativeMemory nativeMemory = new NativeMemory();
    private final ChunkPools pools = new ChunkPools();
    private @Nullable SessionStacks session;

    /** Of threads that cannot say what they work on. */
    ChunkReader(Rates rates) {
        this(rates, Contexts.ofNobody());
    }

    /** @param contexts of the threads that are sampled */
    ChunkReader(Rates rates, Contexts contexts) {
        this.rates = rates;
        this.contexts = contexts;
        this.weights = new Weights(rates);
    }

    /** The chunks from now on were sampled at these rates. Native memory from before is followed on. */
    void readBy(Rates newRates) {
        rates = newRates;
        weights = new Weights(newRates);
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
    ReadChunk read(ByteBuffer chunk) throws IOException {
        SessionStacks stacks = session;
        // It comes back when all went well.
        session = null;
        if (stacks == null || stacks.bytes() > MAX_KNOWN_BYTES) {
            stacks = new SessionStacks();
        }
        ReadChunk read;
        try {
            read = read(chunk, stacks);
        } catch (IndexOutOfBoundsException e) {
            throw new IOException("the chunk is damaged", e);
        }
        session = stacks;
        return read;
    }

    private ReadChunk read(ByteBuffer chunk, SessionStacks session) throws IOException {
        ChunkBytes bytes = new ChunkBytes(chunk);
        int start = bytes.position();
        long constantsAt = chunk.getLong(chunk.position() + CONSTANTS_AT);
        require(constantsAt >= HEADER_BYTES && constantsAt < chunk.remaining());
        int eventsEnd = start + (int) constantsAt;
        bytes.moveTo(eventsEnd);
        pools.find(bytes);
        bytes.moveTo(start + HEADER_BYTES);
        ChunkTimes times = new ChunkTimes(chunk);
        // All that is in the chunk happened before now.
        SampleContexts about = new SampleContexts(contexts);
        try {
            return read(bytes, eventsEnd, times, session, about);
        } finally {
            about.end(times.startTicks);
        }
    }

    private ReadChunk read(
            ChunkBytes bytes, int eventsEnd, ChunkTimes times, SessionStacks session, SampleContexts about)
            throws IOException {
        ChunkStacks stacks = new ChunkStacks(session, pools);
        ChunkSamples samples = new ChunkSamples(session.known(), times.startMillis, times.endMillis);
        ChunkEvents events = new ChunkEvents(
                bytes, times, stacks, new ChunkContexts(about, pools), weights, samples, liveObjects, nativeMemory);
        events.read(eventsEnd);
        RecordedSamples all = samples.samples();
        all.addAll(outlived(session, stacks, samples.window(times.startMillis)));
        Recording recording = new Recording(times.startMillis, times.endMillis, all, 0, 0);
        return new ReadChunk(recording.withUnfollowed(events.unfollowed()), events.counted(), events.perhapsCounted());
    }

    /** Native memory that has outlived its chunk; it is named by frames, as it may outlive what is known of stacks too. */
    private List<RecordedSample> outlived(SessionStacks session, ChunkStacks stacks, long windowStartMillis)
            throws IOException {
        try {
            return nativeMemory.endChunk(
                    stack -> {
                        try {
                            return RecordedSamples.frames(session.known(), stacks.known(stack));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    },
                    thread -> {
                        try {
                            return stacks.pool(thread);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    },
                    windowStartMillis);
        } catch (UncheckedIOException e) {
            throw new IOException("the chunk is damaged", e);
        }
    }

    /** What is known of a chunk whose events cannot be read: the times in its header. */
    static Recording unreadable(ByteBuffer chunk) {
        ChunkTimes times = new ChunkTimes(chunk);
        return new Recording(times.startMillis, times.endMillis, Collections.emptyList(), 0, 0);
    }

    /** Whether the objects of a session that is so old should be asked for. */
    boolean wantsLiveObjects(long sessionMillis) {
        return rates.isOn(EventType.EVENT_TYPE_LIVE) && liveObjects.isDue(sessionMillis);
    }

    /** Native memory that was allocated since the last chunk but one and is not freed. It is not handed out again. */
    Recording rest(long nowMillis) {
        long window = Math.floorDiv(nowMillis - 1, Recording.WINDOW_MILLIS) * Recording.WINDOW_MILLIS;
        return new Recording(nowMillis - 1, nowMillis, nativeMemory.take(window), 0, 0);
    }
}
