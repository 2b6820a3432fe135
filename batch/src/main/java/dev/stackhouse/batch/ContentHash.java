package dev.stackhouse.batch;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Identities of frames and stacks: MurmurHash3 x64 128 (Austin Appleby, seed 0) over their content. The layouts are part of
 * the stored data and never change; numbers are little-endian.
 *
 * <p>Frame, 64 bits (the first half of the hash):
 *
 * <pre>
 * int32  length of the class name in bytes
 * bytes  class name, UTF-8
 * int32  length of the method name in bytes
 * bytes  method name, UTF-8
 * int32  line, 0 where unknown
 * int8   number of stackhouse.batch.v1.FrameType
 * </pre>
 *
 * <p>Stack, 128 bits (first half high, second half low): the int64 identities of its frames, root first.
 *
 * <p>Not thread-safe: the layout is written into a buffer that is used again.
 */
public final class ContentHash {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final Hasher128 MURMUR = Hashing.murmur3_128();

    private byte[] buffer = new byte[4096];
    private long high;
    private long low;

    /** Identity of a frame whose names are UTF-8. */
    public long frame(byte[] className, byte[] methodName, int line, int type) {
        return frame(className, 0, className.length, methodName, 0, methodName.length, line, type);
    }

    /** Identity of a frame whose names are ranges of {@code bytes}. */
    public long frame(
            byte[] bytes, int classOffset, int classLength, int methodOffset, int methodLength, int line, int type) {
        return frame(bytes, classOffset, classLength, bytes, methodOffset, methodLength, line, type);
    }

    private long frame(
            byte[] classes,
            int classOffset,
            int classLength,
            byte[] methods,
            int methodOffset,
            int methodLength,
            int line,
            int type) {
        int length = classLength + methodLength + 13;
        reserve(length);
        INT.set(buffer, 0, classLength);
        System.arraycopy(classes, classOffset, buffer, 4, classLength);
        INT.set(buffer, 4 + classLength, methodLength);
        System.arraycopy(methods, methodOffset, buffer, 8 + classLength, methodLength);
        INT.set(buffer, length - 5, line);
        buffer[length - 1] = (byte) type;
        return MURMUR.hashBytesToLong(buffer, 0, length);
    }

    /** Computes the identity of a stack, which {@link #high} and {@link #low} return then. */
    public void stack(long[] frameIds, int length) {
        reserve(length * Long.BYTES);
        for (int i = 0; i < length; i++) {
            LONG.set(buffer, i * Long.BYTES, frameIds[i]);
        }
        HashValue128 hashed = MURMUR.hashBytesTo128Bits(buffer, 0, length * Long.BYTES);
        high = hashed.getLeastSignificantBits();
        low = hashed.getMostSignificantBits();
    }

    /** First half of the identity of the last stack. */
    public long high() {
        return high;
    }

    /** Second half of the identity of the last stack. */
    public long low() {
        return low;
    }

    private void reserve(int length) {
        if (buffer.length < length) {
            buffer = Arrays.copyOf(buffer, Math.max(length, buffer.length * 2));
        }
    }
}
