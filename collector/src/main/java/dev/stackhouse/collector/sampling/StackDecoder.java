package dev.stackhouse.collector.sampling;

import dev.stackhouse.proto.batch.v1.FrameType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import one.jfr.ClassRef;
import one.jfr.JfrReader;
import one.jfr.MethodRef;
import one.jfr.StackTrace;

/** Looks up the stacks of one chunk by their numbers. Not thread-safe; one per chunk. */
final class StackDecoder {
    /** Frame types in the order of async-profiler's numbers. */
    private static final FrameType[] TYPES = {
        FrameType.FRAME_TYPE_INTERPRETED,
        FrameType.FRAME_TYPE_JIT_COMPILED,
        FrameType.FRAME_TYPE_INLINED,
        FrameType.FRAME_TYPE_NATIVE,
        FrameType.FRAME_TYPE_CPP,
        FrameType.FRAME_TYPE_KERNEL,
        FrameType.FRAME_TYPE_C1_COMPILED
    };

    private static final int LINE_SHIFT = 16;
    private static final List<RecordedFrame> NO_STACK =
            Collections.singletonList(new RecordedFrame("", "[no stack]", 0, FrameType.FRAME_TYPE_UNSPECIFIED));

    private final JfrReader jfr;
    private final Map<FrameKey, RecordedFrame> frames = new HashMap<>();
    private final Map<Integer, List<RecordedFrame>> stacks = new HashMap<>();

    StackDecoder(JfrReader jfr) {
        this.jfr = jfr;
    }

    /** Root first. */
    List<RecordedFrame> stack(int stackTraceId) {
        return stacks.computeIfAbsent(stackTraceId, this::decode);
    }

    private List<RecordedFrame> decode(int stackTraceId) {
        StackTrace trace = jfr.stackTraces.get(stackTraceId);
        if (trace == null || trace.methods.length == 0) {
            return NO_STACK;
        }
        List<RecordedFrame> rootFirst = new ArrayList<>(trace.methods.length);
        for (int i = trace.methods.length - 1; i >= 0; i--) {
            FrameKey key = new FrameKey(trace.methods[i], trace.locations[i] >>> LINE_SHIFT, trace.types[i]);
            rootFirst.add(frames.computeIfAbsent(key, this::frame));
        }
        if (rootFirst.size() > 1 && isHook(rootFirst.get(rootFirst.size() - 1))) {
            rootFirst.remove(rootFirst.size() - 1);
        }
        return Collections.unmodifiableList(rootFirst);
    }

    /** What async-profiler puts in the place of malloc, free and the like, whose samples end with it. */
    private static boolean isHook(RecordedFrame leaf) {
        return leaf.className().startsWith("libasyncProfiler")
                && leaf.methodName().endsWith("_hook");
    }

    private RecordedFrame frame(FrameKey key) {
        FrameType type = key.type >= 0 && key.type < TYPES.length ? TYPES[key.type] : FrameType.FRAME_TYPE_UNSPECIFIED;
        MethodRef method = jfr.methods.get(key.method);
        if (method == null) {
            return new RecordedFrame("", "[unknown]", key.line, type);
        }
        return new RecordedFrame(className(method), symbol(method.name), key.line, type);
    }

    private String className(MethodRef method) {
        ClassRef type = jfr.classes.get(method.cls);
        return type == null ? "" : StableNames.ofClass(symbol(type.name).replace('/', '.'));
    }

    private String symbol(long id) {
        byte[] utf8 = jfr.symbols.get(id);
        return utf8 == null ? "" : new String(utf8, StandardCharsets.UTF_8);
    }
}
