package dev.stackhouse.collector.packing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;

/**
 * Takes from Kafka's list of messages, the class {@code ApiMessageType}, the descriptions of their layouts. Only brokers and Kafka's
 * documentation use them; to make them, a client loads the classes of all messages that there are, most of which it never sends:
 * 420 classes and 5 MB of metaspace in every JVM. References to fields {@code SCHEMAS} lead to an empty one, by changes to the pool of
 * constants alone (Java Virtual Machine Specification, 4.4). Argument: the file of the class.
 */
public final class LeanMessages {
    private static final String FIELD = "SCHEMAS";
    private static final String INSTEAD = "dev/stackhouse/collector/publish/NoSchemas";

    private static final int MAGIC = 0xcafebabe;
    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;
    private static final int FIELD_REFERENCE = 9;

    private LeanMessages() {}

    public static void main(String[] args) throws IOException {
        Path file = Paths.get(args[0]);
        Files.write(file, without(Files.readAllBytes(file)));
    }

    /**
     * The same class without what it knows of layouts.
     *
     * @throws IOException if it knows nothing of them, or is no class
     */
    static byte[] without(byte[] original) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(original));
        if (in.readInt() != MAGIC) {
            throw new IOException("no class");
        }
        int version = in.readInt();
        int count = in.readUnsignedShort();
        int[] tags = new int[count];
        byte[][] constants = new byte[count][];
        for (int i = 1; i < count; i++) {
            tags[i] = in.readUnsignedByte();
            constants[i] = new byte[tags[i] == UTF8 ? in.readUnsignedShort() : bytes(tags[i])];
            in.readFully(constants[i]);
            // These count twice.
            i += tags[i] == LONG || tags[i] == DOUBLE ? 1 : 0;
        }
        int changed = 0;
        for (int i = 1; i < count; i++) {
            if (tags[i] == FIELD_REFERENCE && nameOfField(constants, i).equals(FIELD)) {
                setIndex(constants[i], count + 1);
                changed++;
            }
        }
        if (changed == 0) {
            throw new IOException("no references to " + FIELD);
        }
        ByteArrayOutputStream changedClass = new ByteArrayOutputStream(original.length);
        DataOutputStream out = new DataOutputStream(changedClass);
        out.writeInt(MAGIC);
        out.writeInt(version);
        out.writeShort(count + 2);
        for (int i = 1; i < count; i++) {
            if (constants[i] != null) {
                out.writeByte(tags[i]);
                if (tags[i] == UTF8) {
                    out.writeShort(constants[i].length);
                }
                out.write(constants[i]);
            }
        }
        out.writeByte(UTF8);
        out.writeUTF(INSTEAD);
        out.writeByte(CLASS);
        out.writeShort(count);
        out.write(original, original.length - in.available(), in.available());
        return changedClass.toByteArray();
    }

    private static String nameOfField(byte[][] constants, int reference) {
        byte[] nameAndType = constants[index(constants[reference], 2)];
        return new String(constants[index(nameAndType, 0)], StandardCharsets.UTF_8);
    }

    private static int index(byte[] constant, int at) {
        return ((constant[at] & 0xff) << 8) | (constant[at + 1] & 0xff);
    }

    private static void setIndex(byte[] constant, int index) {
        constant[0] = (byte) (index >> 8);
        constant[1] = (byte) index;
    }

    /** Behind the tag; of those whose length is fixed. */
    private static int bytes(int tag) throws IOException {
        switch (tag) {
            case CLASS:
            case 8: // String
            case 16: // MethodType
            case 19: // Module
            case 20: // Package
                return 2;
            case 15: // MethodHandle
                return 3;
            case 3: // Integer
            case 4: // Float
            case FIELD_REFERENCE:
            case 10: // Methodref
            case 11: // InterfaceMethodref
            case 12: // NameAndType
            case 17: // Dynamic
            case 18: // InvokeDynamic
                return 4;
            case LONG:
            case DOUBLE:
                return 8;
            default:
                throw new IOException("unknown constant " + tag);
        }
    }
}
