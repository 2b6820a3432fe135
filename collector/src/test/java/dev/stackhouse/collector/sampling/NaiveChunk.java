package dev.stackhouse.collector.sampling;

import dev.stackhouse.collector.config.Rates;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.batch.v1.FrameType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import one.jfr.JfrReader;
import one.jfr.MethodRef;
import one.jfr.StackTrace;
import one.jfr.event.AllocationSample;
import one.jfr.event.ContendedLock;
import one.jfr.event.Event;
import one.jfr.event.ExecutionSample;

/** What a chunk says as async-profiler's own reader understands it: "thread;frame;frame event@window" and "value/count". */
final class NaiveChunk {
    private static final FrameType[] TYPES = {
        FrameType.FRAME_TYPE_INTERPRETED,
        FrameType.FRAME_TYPE_JIT_COMPILED,
        FrameType.FRAME_TYPE_INLINED,
        FrameType.FRAME_TYPE_NATIVE,
        FrameType.FRAME_TYPE_CPP,
        FrameType.FRAME_TYPE_KERNEL,
        FrameType.FRAME_TYPE_C1_COMPILED
    };

    private NaiveChunk() {}

    static Map<String, String> read(byte[] chunk, Rates rates) throws IOException {
        Map<String, long[]> sums = new TreeMap<>();
        try (JfrReader jfr = new JfrReader(ByteBuffer.wrap(chunk))) {
            long startMillis = Math.floorDiv(jfr.chunkStartNanos, 1_000_000L);
            long endMillis = Math.max(startMillis + 1, -Math.floorDiv(-jfr.chunkEndNanos, 1_000_000L));
            for (Event event = jfr.readEvent(); event != null; event = jfr.readEvent()) {
                EventType type;
                long value;
                if (event instanceof ExecutionSample) {
                    type = EventType.EVENT_TYPE_CPU;
                    value = 0;
                } else if (event instanceof AllocationSample) {
                    type = EventType.EVENT_TYPE_ALLOC;
                    value = event.value();
                } else if (event instanceof ContendedLock lock) {
                    type = EventType.EVENT_TYPE_LOCK;
                    value = (long) (lock.duration * jfr.nanosPerTick);
                } else {
                    continue;
                }
                long millis = Math.floorDiv(jfr.eventTimeToNanos(event.time), 1_000_000L);
                long window = Math.min(Math.max(millis, startMillis), endMillis - 1) / Recording.WINDOW_MILLIS;
                String pool = new ThreadNames().pool(jfr.threads.get(event.tid));
                long[] sum = sums.computeIfAbsent(
                        pool + stack(jfr, event.stackTraceId) + " " + type + "@" + window * Recording.WINDOW_MILLIS,
                        key -> new long[2]);
                sum[0] += Math.max(value, rates.interval(type));
                sum[1]++;
            }
        }
        Map<String, String> folded = new TreeMap<>();
        sums.forEach((key, sum) -> folded.put(key, sum[0] + "/" + sum[1]));
        return folded;
    }

    private static String stack(JfrReader jfr, int number) {
        StackTrace trace = jfr.stackTraces.get(number);
        if (trace == null || trace.methods.length == 0) {
            return ";.[no stack]:0:FRAME_TYPE_UNSPECIFIED";
        }
        StringBuilder folded = new StringBuilder();
        for (int i = trace.methods.length - 1; i >= 0; i--) {
            MethodRef method = jfr.methods.get(trace.methods[i]);
            String className = text(jfr.symbols.get(jfr.classes.get(method.cls).name));
            folded.append(';')
                    .append(StableNames.ofClass(className.replace('/', '.')))
                    .append('.')
                    .append(text(jfr.symbols.get(method.name)))
                    .append(':')
                    .append(trace.locations[i] >>> 16)
                    .append(':')
                    .append(TYPES[trace.types[i]]);
        }
        return folded.toString();
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** The same of a recording that was read in earnest. */
    static Map<String, String> of(Recording recording) {
        Map<String, String> folded = new TreeMap<>();
        for (RecordedSample sample : recording.samples()) {
            StringBuilder key = new StringBuilder(sample.thread());
            for (RecordedFrame frame : sample.stack()) {
                key.append(';')
                        .append(frame.className())
                        .append('.')
                        .append(frame.methodName())
                        .append(':')
                        .append(frame.line())
                        .append(':')
                        .append(frame.type());
            }
            String known = folded.put(
                    key + " " + sample.event() + "@" + sample.windowStartMillis(),
                    sample.value() + "/" + sample.count());
            if (known != null) {
                throw new AssertionError("twice: " + key);
            }
        }
        return folded;
    }
}
