package dev.stackhouse.bench.interval;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** The chunks of a recording: what an agent that uploads recordings would send. */
final class Jfr {
    private static final int SIZE_AT = 8;
    private static final int CONSTANTS_AT = 16;

    private Jfr() {}

    /** Those that are complete, oldest first. */
    static List<byte[]> chunks(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        List<byte[]> chunks = new ArrayList<>();
        int at = 0;
        while (at + CONSTANTS_AT + Long.BYTES <= file.length && bytes.getLong(at + CONSTANTS_AT) != 0) {
            byte[] chunk = new byte[Math.toIntExact(bytes.getLong(at + SIZE_AT))];
            bytes.get(at, chunk);
            chunks.add(chunk);
            at += chunk.length;
        }
        return chunks;
    }

    static int gzippedBytes(byte[] content) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.size();
    }
}
