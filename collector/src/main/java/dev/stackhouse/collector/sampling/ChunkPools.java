package dev.stackhouse.collector.sampling;

import static dev.stackhouse.collector.sampling.ChunkBytes.require;

import dev.stackhouse.batch.LongNumbers;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Where the constants of a chunk are, in the layout that async-profiler gives them (its flightRecorder.cpp and jfrMetadata.cpp). All of them are passed over, so that it
 * shows if bytes are missing; what they say is read only where it is asked for: of stacks that were met before nothing is. Used
 * for one chunk after the other. Not thread-safe.
 */
final class ChunkPools {
    private static final int CONSTANTS = 1;
    private static final int STRING = 20;
    private static final int CLASS = 21;
    private static final int THREAD = 22;
    private static final int FRAME_TYPE = 24;
    private static final int THREAD_STATE = 25;
    private static final int STACK_TRACE = 26;
    private static final int METHOD = 28;
    private static final int PACKAGE = 30;
    private static final int SYMBOL = 31;
    private static final int GC_WHEN = 32;
    private static final int LOG_LEVEL = 33;
    private static final int USER_EVENT_TYPE = 34;

    /** Method, line, index of the bytecode, type. */
    private static final int NUMBERS_OF_FRAME = 4;
    /** Class, name, signature, modifiers, whether it is hidden. */
    private static final int NUMBERS_OF_METHOD = 5;
    /** Loader, name, package, access flags. */
    private static final int NUMBERS_OF_CLASS = 4;

    private @Nullable ChunkBytes bytes;
    private final LongNumbers threadAt = new LongNumbers();
    private final LongNumbers stackAt = new LongNumbers();
    private final LongNumbers methodAt = new LongNumbers();
    private final LongNumbers classAt = new LongNumbers();
    private final LongNumbers symbolAt = new LongNumbers();
    /** Whether the last three are filled: they are needed only if there is a new stack. */
    private boolean indexed;

    private int methodsStart;

    /** Finds the constants, which begin here and end with the chunk. */
    void find(ChunkBytes chunk) throws IOException {
        bytes = chunk;
        threadAt.clear();
        stackAt.clear();
        indexed = false;
        methodsStart = chunk.end();
        int start = chunk.position();
        require(chunk.number() == chunk.end() - start && chunk.number() == CONSTANTS);
        // Start, duration, offset of the constants before these, flags.
        chunk.varint();
        chunk.skipNumbers(3);
        int pools = chunk.number();
        for (int i = 0; i < pools; i++) {
            int poolStart = chunk.position();
            int type = chunk.number();
            if (type == METHOD) {
                methodsStart = poolStart;
            }
            pass(chunk, type, chunk.number());
        }
        require(chunk.position() == chunk.end());
    }

    private void pass(ChunkBytes chunk, int type, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            long key = chunk.varint();
            switch (type) {
                case STACK_TRACE:
                    stackAt.put(key, chunk.position());
                    chunk.skipNumbers(1);
                    chunk.skipNumbers((long) NUMBERS_OF_FRAME * chunk.number());
                    break;
                case THREAD:
                    threadAt.put(key, chunk.position());
                    chunk.skipString();
                    chunk.skipNumbers(1);
                    chunk.skipString();
                    chunk.varint();
                    break;
                case METHOD:
                    chunk.skipNumbers(NUMBERS_OF_METHOD);
                    break;
                case CLASS:
                    chunk.skipNumbers(NUMBERS_OF_CLASS);
                    break;
                case PACKAGE:
                    chunk.skipNumbers(1);
                    break;
                case SYMBOL:
                case STRING:
                case FRAME_TYPE:
                case THREAD_STATE:
                case GC_WHEN:
                case LOG_LEVEL:
                case USER_EVENT_TYPE:
                    chunk.skipString();
                    break;
                default:
                    require(false);
            }
        }
    }

    /** Name of a thread, as the operating system or Java knows it, or null if it is not among the constants. */
    @Nullable
    String threadName(long number) throws IOException {
        ChunkBytes chunk = at(threadAt.get(number));
        return chunk == null ? null : chunk.string();
    }

    /** Java's number of a thread, or 0 if Java does not know it. */
    long javaThread(long number) throws IOException {
        ChunkBytes chunk = at(threadAt.get(number));
        if (chunk == null) {
            return 0;
        }
        chunk.skipString();
        chunk.skipNumbers(1);
        chunk.skipString();
        return chunk.varint();
    }

    /** The chunk where the frames of a stack begin with their number, or null if it is not among the constants. */
    @Nullable
    ChunkBytes stack(long number) throws IOException {
        ChunkBytes chunk = at(stackAt.get(number));
        if (chunk != null) {
            chunk.skipNumbers(1);
        }
        return chunk;
    }

    /** The chunk where the class and the name of a method are, or null if it is not among the constants. */
    @Nullable
    ChunkBytes method(long number) throws IOException {
        index();
        return at(methodAt.get(number));
    }

    /** Number of the symbol that is the name of a class, or -1 if it is not among the constants. */
    long nameOfClass(long number) throws IOException {
        index();
        ChunkBytes chunk = at(classAt.get(number));
        if (chunk == null) {
            return -1;
        }
        chunk.skipNumbers(1);
        return chunk.varint();
    }

    /** A name, or nothing if it is not among the constants. */
    String symbol(long number) throws IOException {
        index();
        ChunkBytes chunk = at(symbolAt.get(number));
        return chunk == null ? "" : chunk.string();
    }

    private @Nullable ChunkBytes at(int position) throws IOException {
        if (position == LongNumbers.NONE || bytes == null) {
            return null;
        }
        bytes.moveTo(position);
        return bytes;
    }

    /** Methods, classes, packages and symbols follow one another. */
    private void index() throws IOException {
        if (indexed || bytes == null) {
            return;
        }
        indexed = true;
        methodAt.clear();
        classAt.clear();
        symbolAt.clear();
        ChunkBytes chunk = bytes;
        chunk.moveTo(methodsStart);
        while (chunk.position() < chunk.end()) {
            int type = chunk.number();
            int count = chunk.number();
            LongNumbers places = type == METHOD ? methodAt : type == CLASS ? classAt : type == SYMBOL ? symbolAt : null;
            for (int i = 0; i < count; i++) {
                int start = chunk.position();
                long key = chunk.varint();
                if (places != null) {
                    places.put(key, chunk.position());
                }
                chunk.moveTo(start);
                pass(chunk, type, 1);
            }
        }
    }
}
