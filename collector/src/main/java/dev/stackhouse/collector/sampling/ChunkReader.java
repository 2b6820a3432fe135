package dev.stackhouse.collector.sampling;

import dev.stackhouse.collector.config.Rates;
import dev.stackhouse.collector.context.Contexts;
import dev.stackhouse.collector.context.SampleContexts;
import dev.stackhouse.proto.batch.v1.EventType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import one.jfr.JfrReader;

/**
 * Reads one chunk after the other of JFR recordings. A chunk is complete in itself, but for what lives longer: objects and native
 * memory. Not thread-safe.
 */
final class ChunkReader {
    /** Offsets in a chunk's header (https://openjdk.org/jeps/328 and jdk.jfr.internal.consumer.ChunkHeader). */
    private static final int START_NANOS_AT = 32;

    private static final int DURATION_NANOS_AT = 40;

    private Rates rates;
    private Weights weights;
    private final Contexts contexts;
    private final LiveObjects liveObjects = new LiveObjects();
    private final NativeMemory nativeMemory = new NativeMemory();

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

    ReadChunk read(ByteBuffer chunk) throws IOException {
        try (JfrReader jfr = new JfrReader(chunk)) {
            long startMillis = Math.floorDiv(jfr.chunkStartNanos, 1_000_000L);
            long endMillis = Math.max(startMillis + 1, -Math.floorDiv(-jfr.chunkEndNanos, 1_000_000L));
            ChunkSamples samples = new ChunkSamples(startMillis, endMillis);
            // All that is in the chunk happened before now.
            SampleContexts about = new SampleContexts(contexts);
            ChunkEvents events = new ChunkEvents(jfr, weights, samples, about, liveObjects, nativeMemory);
            events.read();
            about.end(jfr.chunkStartTicks);
            StackDecoder stacks = new StackDecoder(jfr);
            ThreadNames names = new ThreadNames();
            List<RecordedSample> all = samples.named(stacks::stack, thread -> names.pool(jfr.threads.get(thread)));
            all.addAll(nativeMemory.endChunk(
                    stacks::stack, thread -> names.pool(jfr.threads.get(thread)), samples.window(startMillis)));
            Recording recording = new Recording(startMillis, endMillis, all, 0, 0).withUnfollowed(events.unfollowed());
            return new ReadChunk(recording, events.counted(), events.perhapsCounted());
        }
    }

    /** What is known of a chunk whose events cannot be read: the times in its header. */
    static Recording unreadable(ByteBuffer chunk) {
        long startNanos = chunk.getLong(START_NANOS_AT);
        long startMillis = Math.floorDiv(startNanos, 1_000_000L);
        long endMillis = -Math.floorDiv(-(startNanos + chunk.getLong(DURATION_NANOS_AT)), 1_000_000L);
        return new Recording(startMillis, Math.max(startMillis + 1, endMillis), Collections.emptyList(), 0, 0);
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
