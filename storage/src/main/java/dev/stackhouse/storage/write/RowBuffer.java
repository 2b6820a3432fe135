package dev.stackhouse.storage.write;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of one table in ClickHouse's RowBinary format (https://clickhouse.com/docs/interfaces/formats/RowBinary): little-endian
 * numbers, strings and arrays behind their length as LEB128. Not thread-safe.
 */
final class RowBuffer {
    private static final int MAX_INSERT_BYTES = 8_000_000;

    private final Table table;
    private final List<EncodedBlock.Insert> full = new ArrayList<>();
    private byte[] bytes = new byte[4_096];
    private int length;
    private int rows;
    private long fullBytes;

    RowBuffer(Table table) {
        this.table = table;
    }

    /** Ends a row. */
    void endRow() {
        rows++;
        if (length >= MAX_INSERT_BYTES) {
            cut();
        }
    }

    private void cut() {
        full.add(new EncodedBlock.Insert(table, rows, Arrays.copyOf(bytes, length)));
        fullBytes += length;
        length = 0;
        rows = 0;
    }

    /** Returns what was written, as inserts, and starts afresh. */
    List<EncodedBlock.Insert> drain() {
        if (rows > 0) {
            cut();
        }
        List<EncodedBlock.Insert> drained = List.copyOf(full);
        full.clear();
        fullBytes = 0;
        return drained;
    }

    long size() {
        return fullBytes + length;
    }

    void uint8(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    void uint32(long value) {
        reserve(4);
        for (int shift = 0; shift < 32; shift += 8) {
            bytes[length++] = (byte) (value >>> shift);
        }
    }

    void uint64(long value) {
        reserve(8);
        for (int shift = 0; shift < 64; shift += 8) {
            bytes[length++] = (byte) (value >>> shift);
        }
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
