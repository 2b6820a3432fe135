package dev.stackhouse.batch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.commons.codec.digest.MurmurHash3;

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
    private byte[] buffer = new byte[4096];
    private ByteBuffer layout = view(buffer);
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
        layout.putInt(0, classLength);
        System.arraycopy(classes, classOffset, buffer, 4, classLength);
        layout.putInt(4 + classLength, methodLength);
        System.arraycopy(methods, methodOffset, buffer, 8 + classLength, methodLength);
        layout.putInt(length - 5, line);
        buffer[length - 1] = (byte) type;
        return MurmurHash3.hash128x64(buffer, 0, length, 0)[0];
    }

    /** Computes the identity of a stack, which {@link #high} and {@link #low} return then. */
    public void stack(long[] frameIds, int length) {
        reserve(length * Long.BYTES);
        for (int i = 0; i < length; i++) {
            layout.putLong(i * Long.BYTES, frameIds[i]);
        }
        long[] hashed = MurmurHash3.hash128x64(buffer, 0, length * Long.BYTES, 0);
        high = hashed[0];
        low = hashed[1];
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
            buffer = new byte[Math.max(length, buffer.length * 2)];
            layout = view(buffer);
        }
    }

    private static ByteBuffer view(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
