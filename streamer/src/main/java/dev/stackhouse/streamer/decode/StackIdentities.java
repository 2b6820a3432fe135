package dev.stackhouse.streamer.decode;

import dev.stackhouse.batch.ContentHash;
import dev.stackhouse.batch.DictionaryCodec;
import dev.stackhouse.proto.batch.v1.FrameType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Identities of the stacks of one batch's samples: computed, of a batch of format 1, or taken from one of format 2, which names
 * them, and computed only of those whose rows are due. Not thread-safe.
 */
final class StackIdentities {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Of a frame whose identity is not computed yet; one that is this is computed each time. */
    private static final long UNNAMED = 0;

    private final BatchColumns batch;
    private final DueRows due;
    private final ContentHash hash = new ContentHash();
    private final LongColumn frameIds = new LongColumn();
    private final LongColumn highs = new LongColumn();
    private final LongColumn lows = new LongColumn();
    private final long[] stack = new long[BatchRules.STACK_LIMIT];
    /** Of the stacks of a batch of format 2. */
    private final LongColumn namedHighs = new LongColumn();

    private final LongColumn namedLows = new LongColumn();
    /** Stacks of a batch of format 2 whose rows are due. */
    private final IntColumn unknown = new IntColumn();

    StackIdentities(BatchColumns batch, DueRows due) {
        this.batch = batch;
        this.due = due;
    }

    /** Of the stack of a sample. */
    long high(int sample) {
        return highs.get(sample);
    }

    /** Of the stack of a sample. */
    long low(int sample) {
        return lows.get(sample);
    }

    /** Computes the identities of a valid batch of format 1, with the name of the thread as the root where that is kept. */
    void compute(byte[] bytes, long nowMillis) {
        frameIds.clear();
        for (int i = 0; i < batch.frames(); i++) {
            frameIds.add(frameId(bytes, i));
        }
        highs.clear();
        lows.clear();
        // The samples of a stack are mostly of one thread: the last identity of a stack is mostly the one that is
        // wanted.
        int[] lastSampleOfStack = new int[batch.stacks()];
        Arrays.fill(lastSampleOfStack, -1);
        for (int sample = 0; sample < batch.samples(); sample++) {
            int number = batch.sampleStacks.get(sample);
            int thread = batch.sampleThreads.get(sample);
            int last = lastSampleOfStack[number];
            if (last >= 0 && batch.sampleThreads.get(last) == thread) {
                highs.add(highs.get(last));
                lows.add(lows.get(last));
            } else {
                compute(bytes, number, thread, nowMillis);
                lastSampleOfStack[number] = sample;
            }
        }
    }

    private void compute(byte[] bytes, int number, int thread, long nowMillis) {
        int root = thread == 0 ? 0 : 1;
        if (root > 0) {
            int offset = batch.stringOffset(thread);
            int length = batch.stringLength(thread);
            stack[0] = hash.frame(bytes, 0, 0, offset, length, 0, FrameType.FRAME_TYPE_THREAD_VALUE);
        }
        int from = batch.stackStart(number);
        int depth = root + batch.stackEnds.get(number) - from;
        for (int k = root; k < depth; k++) {
            stack[k] = frameIds.get(batch.stackFrames.get(from + k - root));
        }
        hash.stack(stack, depth);
        highs.add(hash.high());
        lows.add(hash.low());
        due.add(bytes, number, thread, stack, depth, hash.high(), hash.low(), nowMillis);
    }

    /**
     * Takes the identities that a batch of format 2 names; whether the rows of all its stacks were given out today, so that each
     * identity is known to be that of its stack.
     */
    boolean areKnown(byte[] bytes, long nowMillis) {
        namedHighs.clear();
        namedLows.clear();
        unknown.clear();
        int end = batch.stackIdsOffset + batch.stackIdsLength;
        for (int at = batch.stackIdsOffset; at < end; at += DictionaryCodec.ID_BYTES) {
            long high = (long) LONG.get(bytes, at);
            long low = (long) LONG.get(bytes, at + Long.BYTES);
            if (!due.isGiven(high, low, nowMillis)) {
                unknown.add(namedHighs.size());
            }
            namedHighs.add(high);
            namedLows.add(low);
        }
        highs.clear();
        lows.clear();
        for (int sample = 0; sample < batch.samples(); sample++) {
            int number = batch.sampleStacks.get(sample);
            highs.add(namedHighs.get(number));
            lows.add(namedLows.get(number));
        }
        return unknown.size() == 0;
    }

    /**
     * Compares the identities that were not known with what the dictionary has.
     *
     * @param dictionary whose columns are filled
     */
    void verify(byte[] dictionary, long nowMillis) throws RejectedException {
        if (batch.stacks() != namedHighs.size()) {
            throw new RejectedException(
                    RejectReason.BAD_STACK,
                    "There are " + namedHighs.size() + " identities for " + batch.stacks() + " stacks.");
        }
        frameIds.clear();
        for (int frame = 0; frame < batch.frames(); frame++) {
            frameIds.add(UNNAMED);
        }
        for (int i = 0; i < unknown.size(); i++) {
            int number = unknown.get(i);
            hash.stack(stack, gather(dictionary, number));
            if (hash.high() != namedHighs.get(number) || hash.low() != namedLows.get(number)) {
                throw new RejectedException(
                        RejectReason.BAD_STACK, "Stack " + number + " is not the one that its identity says.");
            }
        }
        // Not before all of them are verified: rows of a batch that is rejected would be taken for given.
        for (int i = 0; i < unknown.size(); i++) {
            int number = unknown.get(i);
            int depth = gather(dictionary, number);
            due.add(dictionary, number, 0, stack, depth, namedHighs.get(number), namedLows.get(number), nowMillis);
        }
    }

    /** Puts the identities of a stack's frames together; returns how many there are. */
    private int gather(byte[] dictionary, int number) {
        int from = batch.stackStart(number);
        int depth = batch.stackEnds.get(number) - from;
        for (int k = 0; k < depth; k++) {
            int frame = batch.stackFrames.get(from + k);
            if (frameIds.get(frame) == UNNAMED) {
                frameIds.set(frame, frameId(dictionary, frame));
            }
            stack[k] = frameIds.get(frame);
        }
        return depth;
    }

    private long frameId(byte[] bytes, int frame) {
        int classIndex = batch.frameClasses.get(frame);
        int methodIndex = batch.frameMethods.get(frame);
        return hash.frame(
                bytes,
                batch.stringOffset(classIndex),
                batch.stringLength(classIndex),
                batch.stringOffset(methodIndex),
                batch.stringLength(methodIndex),
                batch.frameLines.get(frame),
                batch.frameTypes.get(frame));
    }
}
