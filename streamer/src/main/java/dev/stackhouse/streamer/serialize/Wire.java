package dev.stackhouse.streamer.serialize;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Numbers and strings in their short forms. */
public final class Wire {
    private Wire() {}

    /** Writes seven bits a byte, lowest first: one byte up to 127, ten for a negative number. */
    public static void writeVarLong(long value, DataOutputView out) throws IOException {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.writeByte((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    public static long readVarLong(DataInputView in) throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = in.readByte();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IOException("a number of more than ten bytes");
    }

    public static int readVarInt(DataInputView in) throws IOException {
        return Math.toIntExact(readVarLong(in));
    }

    /** Writes the length and the UTF-8 bytes. */
    public static void writeString(String value, DataOutputView out) throws IOException {
        writeBytes(value.getBytes(StandardCharsets.UTF_8), out);
    }

    public static String readString(DataInputView in) throws IOException {
        return new String(readBytes(in), StandardCharsets.UTF_8);
    }

    public static void writeBytes(byte[] value, DataOutputView out) throws IOException {
        writeVarLong(value.length, out);
        out.write(value);
    }

    public static byte[] readBytes(DataInputView in) throws IOException {
        byte[] value = new byte[readVarInt(in)];
        in.readFully(value);
        return value;
    }
}
