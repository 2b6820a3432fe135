package dev.stackhouse.collector.sampling;

import static dev.stackhouse.collector.sampling.ChunkBytes.require;

import dev.stackhouse.collector.context.SampleContext;
import dev.stackhouse.proto.batch.v1.EventType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Goes through the events of one chunk: what each is, is in {@link Weights}. Not thread-safe. */
final class ChunkEvents {
    /** Of the thread's state in samples of elapsed time. */
    private static final int SLEEPING = 2;

    private final ChunkBytes bytes;
    private final ChunkTimes times;
    private final ChunkStacks stacks;
    private final ChunkContexts contexts;
    private final Weights weights;
    private final ChunkSamples samples;
    private final LiveObjects liveObjects;
    private final NativeMemory nativeMemory;
    /** Stack, ticks of the allocation and weight of objects; which of them have survived shows at the end of the chunk. */
    private final List<long[]> reachable = new ArrayList<>();

    private long counted;
    private long perhapsCounted;
    private long unfollowed;

    ChunkEvents(
            ChunkBytes bytes,
            ChunkTimes times,
            ChunkStacks stacks,
            ChunkContexts contexts,
            Weights weights,
            ChunkSamples samples,
            LiveObjects liveObjects,
            NativeMemory nativeMemory) {
        this.bytes = bytes;
        this.times = times;
        this.stacks = stacks;
        this.contexts = contexts;
        this.weights = weights;
        this.samples = samples;
        this.liveObjects = liveObjects;
        this.nativeMemory = nativeMemory;
    }

    /** Reads them from where the bytes are to an end. */
    void read(int end) throws IOException {
        int start = bytes.position();
        liveObjects.beginChunk();
        nativeMemory.beginChunk();
        readAll(end, false);
        for (long[] object : reachable) {
            if (liveObjects.hasSurvived(object[1])) {
                samples.add(
                        EventType.EVENT_TYPE_LIVE,
                        (int) object[0],
                        null,
                        times.millis(object[1]),
                        weights.of(EventType.EVENT_TYPE_LIVE, object[2]));
            }
        }
        if (nativeMemory.hasNew()) {
            // What was freed may stand before its allocation.
            bytes.moveTo(start);
            readAll(end, true);
        }
    }

    private void readAll(int end, boolean onlyFrees) throws IOException {
        while (bytes.position() < end) {
            int start = bytes.position();
            int size = bytes.number();
            require(size > 0 && size <= end - start);
            SampledEvent event = SampledEvent.ofType(bytes.number());
            if (event != null && (!onlyFrees || event == SampledEvent.FREE)) {
                read(event);
                require(bytes.position() <= start + size);
            }
            bytes.moveTo(start + size);
        }
    }

    private void read(SampledEvent event) throws IOException {
        long ticks = bytes.varint();
        if (event == SampledEvent.HEAP_SUMMARY) {
            liveObjects.collectedAt(ticks, times.ticksPerSecond);
            return;
        }
        long nanos = event.hasDuration() ? times.nanos(bytes.varint()) : 0;
        int thread = bytes.number();
        int stack = bytes.number();
        switch (event) {
            case WALL_CLOCK_SAMPLE:
                wall(bytes.number(), bytes.number(), thread, stack, ticks);
                break;
            case ALLOCATION_IN_NEW_TLAB:
                // Class and size of the object.
                bytes.varint();
                bytes.varint();
                count(event, thread, stack, ticks, bytes.varint());
                break;
            case ALLOCATION_OUTSIDE_TLAB:
                bytes.varint();
                count(event, thread, stack, ticks, bytes.varint());
                break;
            case LIVE_OBJECT:
                bytes.varint();
                live(bytes.varint(), bytes.varint(), thread, stack);
                break;
            case MALLOC:
                malloc(bytes.varint(), bytes.varint(), thread, stack, ticks);
                break;
            case FREE:
                nativeMemory.freed(bytes.varint(), ticks);
                break;
            default:
                count(event, thread, stack, ticks, nanos);
        }
    }

    private void count(SampledEvent event, int thread, int stack, long ticks, long own) throws IOException {
        require(own >= 0);
        counted++;
        int end = bytes.position();
        SampleContext context = contexts.at(thread, ticks);
        samples.add(
                event.event,
                stacks.known(context.labels(), thread, stack),
                context.span(),
                times.millis(ticks),
                weights.of(event.event, own));
        bytes.moveTo(end);
    }

    private void live(long size, long allocatedTicks, int thread, int stack) throws IOException {
        int end = bytes.position();
        reachable.add(new long[] {stacks.known(thread, stack), allocatedTicks, size});
        bytes.moveTo(end);
    }

    private void wall(int state, int count, int thread, int stack, long ticks) throws IOException {
        long intervalNanos = weights.of(EventType.EVENT_TYPE_WALL, 0);
        require(intervalNanos > 0);
        // A thread that does not run gets no signals: how often one was due is recorded at once, and not counted.
        if (count == 1 && state == SLEEPING) {
            perhapsCounted++;
        } else if (count == 1) {
            counted++;
        }
        int end = bytes.position();
        SampleContext context = contexts.at(thread, ticks);
        samples.addMany(
                EventType.EVENT_TYPE_WALL,
                stacks.known(context.labels(), thread, stack),
                context.span(),
                times.millis(ticks),
                count,
                intervalNanos);
        bytes.moveTo(end);
    }

    private void malloc(long address, long size, int thread, int stack, long ticks) {
        counted++;
        long weight = weights.of(EventType.EVENT_TYPE_NATIVE_MEMORY, size);
        if (!nativeMemory.allocated(address, ticks, weight, stack, thread)) {
            unfollowed++;
        }
    }

    /** Samples that were read and are in async-profiler's counter. */
    long counted() {
        return counted;
    }

    /** Samples that were read and may be in the counter or not. */
    long perhapsCounted() {
        return perhapsCounted;
    }

    /** Allocations of native memory for which there was no room. */
    long unfollowed() {
        return unfollowed;
    }
}
