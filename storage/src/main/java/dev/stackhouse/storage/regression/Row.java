package dev.stackhouse.storage.regression;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** One row in ClickHouse's RowBinary format (https://clickhouse.com/docs/interfaces/formats/RowBinary). Not thread-safe. */
final class Row {
    private static final int LEVEL = 1;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Row uint8(long value) {
        return littleEndian(value, Byte.BYTES);
    }

    Row uint32(long value) {
        return littleEndian(value, Integer.BYTES);
    }

    Row uint64(long value) {
        return littleEndian(value, Long.BYTES);
    }

    Row float64(double value) {
        return littleEndian(Double.doubleToLongBits(value), Double.BYTES);
    }

    Row string(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        int rest = utf8.length;
        while (rest >= 0x80) {
            bytes.write(rest | 0x80);
            rest >>>= 7;
        }
        bytes.write(rest);
        bytes.writeBytes(utf8);
        return this;
    }

    private Row littleEndian(long value, int length) {
        for (int i = 0; i < length; i++) {
            bytes.write((int) (value >>> (8 * i)));
        }
        return this;
    }

    /** As the store takes it. */
    byte[] packed() {
        return Zstd.compress(bytes.toByteArray(), LEVEL);
    }
}
