package dev.stackhouse.batch;

import java.util.Arrays;

/**
 * Bytes of a protobuf message that is written front to back (https://protobuf.dev/programming-guides/encoding/). The array is
 * used again after {@link #clear}. Not thread-safe.
 */
public final class WireBytes {
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int MAX_VARINT_BYTES = 10;

    private byte[] bytes = new byte[1024];
    private int size;

    public int size() {
        return size;
    }

    public void clear() {
        size = 0;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /** The bytes so far are the first {@link #size} of these. */
    public byte[] array() {
        return bytes;
    }

    /** Makes room for more bytes behind the last one, which {@link #advance} makes part of the message. */
    public void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), 2 * bytes.length));
        }
    }

    public void advance(int written) {
        size += written;
    }

    public void varint(long value) {
        if (bytes.length - size < MAX_VARINT_BYTES) {
            reserve(MAX_VARINT_BYTES);
        }
        long rest = value;
        int at = size;
        while ((rest & ~0x7fL) != 0) {
            bytes[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
        size = at;
    }

    /** A field of a type that is a varint. */
    public void field(int number, long value) {
        varint(number << 3 | VARINT);
        varint(value);
    }

    /** A field of a type of 64 bits. */
    public void fixed64(int number, long value) {
        varint(number << 3 | FIXED_64);
        littleEndian(value);
    }

    public void field(int number, byte[] value) {
        field(number, value, value.length);
    }

    /** A field with the first {@code length} bytes of an array: a string, bytes, a message, or packed numbers. */
    public void field(int number, byte[] value, int length) {
        varint(number << 3 | LENGTH_DELIMITED);
        varint(length);
        append(value, length);
    }

    /** Fields that are encoded already. */
    public void append(byte[] encoded) {
        append(encoded, encoded.length);
    }

    private void append(byte[] encoded, int length) {
        reserve(length);
        System.arraycopy(encoded, 0, bytes, size, length);
        size += length;
    }

    public void littleEndian(long value) {
        reserve(Long.BYTES);
        for (int i = 0; i < Long.BYTES; i++) {
            bytes[size++] = (byte) (value >>> (8 * i));
        }
    }
}
