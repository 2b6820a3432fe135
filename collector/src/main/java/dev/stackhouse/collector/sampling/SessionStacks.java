package dev.stackhouse.collector.sampling;

import dev.stackhouse.batch.KnownFrames;
import dev.stackhouse.batch.KnownStacks;
import dev.stackhouse.batch.LongNumbers;
import dev.stackhouse.proto.batch.v1.FrameType;
import java.io.IOException;

/**
 * What the numbers in the chunks of one session stand for. async-profiler numbers stacks, methods and classes anew in every session, and within one never gives a
 * number to another (its callTraceStorage.cpp and lookup.cpp; only symbols are numbered anew in every chunk): so a stack is decoded when it is met for the first time. Not thread-safe.
 */
final class SessionStacks {
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

    private static final int MAX_LINE = 0xffff;
    /** More than a stack can be told to have, and less than damage would make us keep. */
    private static final int MAX_DEPTH = 1 << 16;

    private final KnownStacks known = new KnownStacks();
    private final StackRoots roots = new StackRoots(known.frames());
    /** By root (upper half) and async-profiler's number of the stack. */
    private final LongNumbers stacks = new LongNumbers();
    /** By async-profiler's number of the method, line, and type. */
    private final LongNumbers frames = new LongNumbers();
    /** Names of classes, by async-profiler's number of the class. */
    private final LongNumbers classes = new LongNumbers();

    private int[] leafFirst = new int[128];
    private int[] rootFirst = new int[128];

    KnownStacks known() {
        return known;
    }

    StackRoots roots() {
        return roots;
    }

    /** Roughly what it takes in memory. */
    long bytes() {
        return known.bytes() + roots.bytes();
    }

    /** Another session begins. */
    void forgetNumbers() {
        stacks.clear();
        frames.clear();
        classes.clear();
    }

    /**
     * The known stack of a sample.
     *
     * @param root above the frames that were sampled, one of {@link #roots}
     * @param number of the stack
     */
    int stack(int root, int number, ChunkPools pools) throws IOException {
        long key = (long) root << 32 | number;
        int stack = stacks.get(key);
        if (stack == LongNumbers.NONE) {
            stack = decode(roots.frames(root), number, pools);
            stacks.put(key, stack);
        }
        return stack;
    }

    private int decode(int[] root, int number, ChunkPools pools) throws IOException {
        ChunkBytes chunk = pools.stack(number);
        int depth = chunk == null ? 0 : chunk.number();
        ChunkBytes.require(depth <= MAX_DEPTH);
        if (leafFirst.length < depth) {
            leafFirst = new int[depth];
        }
        if (rootFirst.length < root.length + depth + 1) {
            rootFirst = new int[root.length + depth + 1];
        }
        for (int i = 0; chunk != null && i < depth; i++) {
            int method = chunk.number();
            int line = chunk.number();
            // Index of the bytecode.
            chunk.number();
            int type = chunk.number();
            ChunkBytes.require(line <= MAX_LINE && type < TYPES.length);
            long key = (long) method << 24 | line << 8 | type;
            int frame = frames.get(key);
            if (frame == LongNumbers.NONE) {
                int next = chunk.position();
                frame = frame(method, line, type, pools);
                frames.put(key, frame);
                chunk.moveTo(next);
            }
            leafFirst[i] = frame;
        }
        // The first frame is the leaf.
        int leaf = depth > 1 && isHook(leafFirst[0]) ? 1 : 0;
        System.arraycopy(root, 0, rootFirst, 0, root.length);
        int size = root.length;
        if (depth == 0) {
            KnownFrames names = known.frames();
            rootFirst[size++] = names.frame(0, names.name("[no stack]"), 0, FrameType.FRAME_TYPE_UNSPECIFIED_VALUE);
        }
        for (int i = depth - 1; i >= leaf; i--) {
            rootFirst[size++] = leafFirst[i];
        }
        return known.stack(rootFirst, size);
    }

    /** What async-profiler puts in the place of malloc, free and the like, whose samples end with it. */
    private boolean isHook(int frame) {
        KnownFrames names = known.frames();
        return names.name(names.methodName(frame)).endsWith("_hook")
                && names.name(names.className(frame)).startsWith("libasyncProfiler");
    }

    private int frame(int method, int line, int type, ChunkPools pools) throws IOException {
        KnownFrames names = known.frames();
        ChunkBytes chunk = pools.method(method);
        if (chunk == null) {
            return names.frame(0, names.name("[unknown]"), line, TYPES[type].getNumber());
        }
        long methodClass = chunk.varint();
        long methodName = chunk.varint();
        return names.frame(
                className(methodClass, pools), names.name(pools.symbol(methodName)), line, TYPES[type].getNumber());
    }

    private int className(long number, ChunkPools pools) throws IOException {
        int name = classes.get(number);
        if (name == LongNumbers.NONE) {
            String symbol = pools.symbol(pools.nameOfClass(number));
            name = known.frames().name(StableNames.ofClass(symbol.replace('/', '.')));
            classes.put(number, name);
        }
        return name;
    }
}
