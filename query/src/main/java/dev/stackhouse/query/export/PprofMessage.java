package dev.stackhouse.query.export;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** One protobuf message being written. Fields left at zero are left out, as proto3 has it. */
final class PprofMessage {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

    PprofMessage number(int field, long value) {
        if (value != 0) {
            write(() -> out.writeInt64(field, value));
        }
        return this;
    }

    /** A repeated number, packed. */
    PprofMessage numbers(int field, long... values) {
        return write(() -> {
            int size = 0;
            for (long value : values) {
                size += CodedOutputStream.computeInt64SizeNoTag(value);
            }
            out.writeTag(field, 2);
            out.writeUInt32NoTag(size);
            for (long value : values) {
                out.writeInt64NoTag(value);
            }
        });
    }

    PprofMessage text(int field, String value) {
        return write(() -> out.writeString(field, value));
    }

    PprofMessage message(int field, PprofMessage value) {
        return write(() -> out.writeByteArray(field, value.toBytes()));
    }

    byte[] toBytes() {
        write(out::flush);
        return bytes.toByteArray();
    }

    private interface Write {
        void run() throws IOException;
    }

    private PprofMessage write(Write write) {
        try {
            write.run();
        } catch (IOException e) { // never: it goes to memory
            throw new UncheckedIOException(e);
        }
        return this;
    }
}
