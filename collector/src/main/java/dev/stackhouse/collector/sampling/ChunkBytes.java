package dev.stackhouse.collector.sampling;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Bytes of a chunk, read front to back: numbers as JFR writes them (https://openjdk.org/jeps/328: seven bits a byte, lowest first; the ninth
 * byte has eight). Whatever points outside of the chunk is damage. Not thread-safe.
 */
final class ChunkBytes {
    private static final int MAX_VARINT_BYTES = 9;

    private static final int NULL = 0;
    private static final int EMPTY = 1;
    private static final int UTF8 = 3;
    private static final int LATIN1 = 5;

    private final byte[] bytes;
    private final int end;
    private int position;

    ChunkBytes(ByteBuffer chunk) {
        this.bytes = chunk.array();
        this.position = chunk.arrayOffset() + chunk.position();
        this.end = position + chunk.remaining();
    }

    /** In the array, wherever the chunk begins in it. */
    int position() {
        return position;
    }

    int end() {
        return end;
    }

    void moveTo(int newPosition) throws IOException {
        require(newPosition >= 0 && newPosition <= end);
        position = newPosition;
    }

    static void require(boolean holds) throws IOException {
        if (!holds) {
            throw new IOException("the chunk is damaged");
        }
    }

    long varint() throws IOException {
        int at = position;
        byte next = bytes[at++];
        long value = next;
        if (next < 0) {
            value &= 0x7f;
            int shift = 7;
            do {
                next = bytes[at++];
                if (shift == 7 * (MAX_VARINT_BYTES - 1)) {
                    value |= (next & 0xffL) << shift;
                    break;
                }
                value |= (next & 0x7fL) << shift;
                shift += 7;
            } while (next < 0);
        }
        require(at <= end);
        position = at;
        return value;
    }

    /** A number that is not negative and has at most 31 bits. */
    int number() throws IOException {
        byte first = bytes[position];
        if (first >= 0) {
            require(++position <= end);
            return first;
        }
        long value = varint();
        require(value >= 0 && value <= Integer.MAX_VALUE);
        return (int) value;
    }

    /** Passes over numbers of less than nine bytes. */
    void skipNumbers(long count) throws IOException {
        // None of them takes less than a byte.
        require(count >= 0 && count <= end - position);
        int at = position;
        int left = (int) count;
        while (left > 0) {
            // The last byte of a number is not negative.
            left -= ~bytes[at++] >>> 31 & 1;
        }
        require(at <= end);
        position = at;
    }

    void skipString() throws IOException {
        int encoding = bytes[position++];
        if (encoding == UTF8 || encoding == LATIN1) {
            int length = number();
            moveTo(position + Math.min(length, end - position + 1));
        } else {
            require(encoding == NULL || encoding == EMPTY);
        }
    }

    String string() throws IOException {
        int encoding = bytes[position];
        if (encoding != UTF8 && encoding != LATIN1) {
            skipString();
            return "";
        }
        position++;
        int length = number();
        int start = position;
        moveTo(position + Math.min(length, end - position + 1));
        return new String(
                bytes, start, length, encoding == UTF8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }
}
