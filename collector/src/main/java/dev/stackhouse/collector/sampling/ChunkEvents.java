package dev.stackhouse.collector.sampling;

import dev.stackhouse.collector.context.SampleContext;
import dev.stackhouse.collector.context.SampleContexts;
import dev.stackhouse.proto.batch.v1.EventType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import one.jfr.JfrReader;
import one.jfr.event.AllocationSample;
import one.jfr.event.ContendedLock;
import one.jfr.event.Event;
import one.jfr.event.ExecutionSample;
import one.jfr.event.GCHeapSummary;
import one.jfr.event.LiveObject;
import one.jfr.event.MallocEvent;

/** Goes through the events of one chunk: what each is, is in {@link Weights}. Not thread-safe. */
final class ChunkEvents {
    private final JfrReader jfr;
    private final Weights weights;
    private final ChunkSamples samples;
    private final SampleContexts contexts;
    private final LiveObjects liveObjects;
    private final NativeMemory nativeMemory;
    /** Which of them have survived shows at the end of the chunk. */
    private final List<LiveObject> reachable = new ArrayList<>();

    /** Of the thread's state in samples of CPU time, which do not look at it. */
    private final int noState;

    private final int sleeping;

    private long counted;
    private long perhapsCounted;
    private long unfollowed;

    ChunkEvents(
            JfrReader jfr,
            Weights weights,
            ChunkSamples samples,
            SampleContexts contexts,
            LiveObjects liveObjects,
            NativeMemory nativeMemory) {
        this.jfr = jfr;
        this.weights = weights;
        this.samples = samples;
        this.contexts = contexts;
        this.liveObjects = liveObjects;
        this.nativeMemory = nativeMemory;
        this.noState = jfr.getEnumKey("jdk.types.ThreadState", "STATE_DEFAULT");
        this.sleeping = jfr.getEnumKey("jdk.types.ThreadState", "STATE_SLEEPING");
    }

    void read() throws IOException {
        liveObjects.beginChunk();
        nativeMemory.beginChunk();
        for (Event event = jfr.readEvent(); event != null; event = jfr.readEvent()) {
            read(event);
        }
        for (LiveObject object : reachable) {
            if (liveObjects.hasSurvived(object.allocationTime)) {
                samples.add(
                        EventType.EVENT_TYPE_LIVE,
                        object.stackTraceId,
                        object.tid,
                        millis(object.allocationTime),
                        weights.of(EventType.EVENT_TYPE_LIVE, object.allocationSize));
            }
        }
        if (nativeMemory.hasNew()) {
            // What was freed may stand before its allocation.
            jfr.rewind();
            for (MallocEvent event = jfr.readEvent(MallocEvent.class);
                    event != null;
                    event = jfr.readEvent(MallocEvent.class)) {
                if (event.size == 0) {
                    nativeMemory.freed(event.address, event.time);
                }
            }
        }
    }

    private void read(Event event) {
        if (event instanceof ExecutionSample) {
            execution((ExecutionSample) event);
        } else if (event instanceof AllocationSample) {
            counted++;
            add(EventType.EVENT_TYPE_ALLOC, event, event.value());
        } else if (event instanceof ContendedLock) {
            counted++;
            long waitedNanos = (long) (((ContendedLock) event).duration * jfr.nanosPerTick);
            add(EventType.EVENT_TYPE_LOCK, event, waitedNanos);
        } else if (event instanceof MallocEvent) {
            nativeMemory((MallocEvent) event);
        } else if (event instanceof LiveObject) {
            reachable.add((LiveObject) event);
        } else if (event instanceof GCHeapSummary) {
            liveObjects.collectedAt(event.time, jfr.ticksPerSec);
        }
    }

    /** Of CPU and of elapsed time: only the latter looks at the state of the thread. */
    private void execution(ExecutionSample sample) {
        if (sample.threadState == noState) {
            counted++;
            add(EventType.EVENT_TYPE_CPU, sample, 0);
            return;
        }
        // A thread that does not run gets no signals: how often one was due is recorded at once, and not counted.
        if (sample.samples == 1 && sample.threadState == sleeping) {
            perhapsCounted++;
        } else if (sample.samples == 1) {
            counted++;
        }
        samples.addMany(
                EventType.EVENT_TYPE_WALL,
                sample.stackTraceId,
                sample.tid,
                context(sample),
                millis(sample.time),
                sample.samples,
                weights.of(EventType.EVENT_TYPE_WALL, 0));
    }

    private void nativeMemory(MallocEvent event) {
        if (event.size == 0) {
            nativeMemory.freed(event.address, event.time);
            return;
        }
        counted++;
        long weight = weights.of(EventType.EVENT_TYPE_NATIVE_MEMORY, event.size);
        if (!nativeMemory.allocated(event.address, event.time, weight, event.stackTraceId, event.tid)) {
            unfollowed++;
        }
    }

    private void add(EventType type, Event event, long own) {
        samples.add(type, event.stackTraceId, event.tid, context(event), millis(event.time), weights.of(type, own));
    }

    private SampleContext context(Event event) {
        Long threadId = jfr.javaThreads.get(event.tid);
        return contexts.at(event.tid, threadId == null ? SampleContexts.NO_THREAD : threadId, event.time);
    }

    private long millis(long ticks) {
        return Math.floorDiv(jfr.eventTimeToNanos(ticks), 1_000_000L);
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
