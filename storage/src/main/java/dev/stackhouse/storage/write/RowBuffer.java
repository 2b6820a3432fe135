package dev.stackhouse.storage.write;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of one table in ClickHouse's RowBinary format (https://clickhouse.com/docs/interfaces/formats/RowBinary): little-endian
 * numbers, strings and arrays behind their length as LEB128. Compressed piece by piece: they wait in memory and in checkpoints
 * before they are sent. Not thread-safe.
 */
final class RowBuffer {
    /** Of zstd: the identities of stacks come again and again, which any level finds. */
    static final int LEVEL = 1;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Before compression. */
    private static final int MAX_INSERT_BYTES = 16_000_000;

    /** Rows that are compressed together, unless one is larger. */
    private static final int PIECE_BYTES = 1 << 20;

    private final Table table;
    private final List<EncodedBlock.Insert> full = new ArrayList<>();
    private ByteArrayOutputStream packed = new ByteArrayOutputStream();
    private byte[] bytes = new byte[4_096];
    private int length;
    private int rows;
    private long packedFrom;
    private long fullFrom;

    RowBuffer(Table table) {
        this.table = table;
    }

    /** Ends a row. */
    void endRow() {
        rows++;
        if (length >= PIECE_BYTES) {
            pack();
            if (packedFrom >= MAX_INSERT_BYTES) {
                cut();
            }
        }
    }

    private void pack() {
        byte[] into = new byte[(int) Zstd.compressBound(length)];
        long size = Zstd.compressByteArray(into, 0, into.length, bytes, 0, length, LEVEL);
        if (Zstd.isError(size)) {
            throw new IllegalStateException("zstd: " + Zstd.getErrorName(size));
        }
        packed.write(into, 0, (int) size);
        packedFrom += length;
        length = 0;
    }

    private void cut() {
        full.add(new EncodedBlock.Insert(table, rows, packed.toByteArray()));
        packed = new ByteArrayOutputStream();
        fullFrom += packedFrom;
        packedFrom = 0;
        rows = 0;
    }

    /** Returns what was written, as inserts, and starts afresh. */
    List<EncodedBlock.Insert> drain() {
        if (length > 0) {
            pack();
        }
        if (rows > 0) {
            cut();
        }
        List<EncodedBlock.Insert> drained = List.copyOf(full);
        full.clear();
        fullFrom = 0;
        return drained;
    }

    /** Bytes that were written, before compression. */
    long size() {
        return fullFrom + packedFrom + length;
    }

    void uint8(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    void uint32(long value) {
        reserve(Integer.BYTES);
        INT.set(bytes, length, (int) value);
        length += Integer.BYTES;
    }

    void uint64(long value) {
        reserve(Long.BYTES);
        LONG.set(bytes, length, value);
        length += Long.BYTES;
    }

    void string(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        length(utf8.length);
        reserve(utf8.length);
        System.arraycopy(utf8, 0, bytes, length, utf8.length);
        length += utf8.length;
    }

    /** Length of a string, array or map that follows. */
    void length(int value) {
        reserve(5);
        int rest = value;
        while (rest >= 0x80) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
