package dev.stackhouse.streamer.decode;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.stackhouse.proto.batch.v1.BatchDictionary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A dictionary in which something was changed: its bytes, or numbers of its columns. */
final class MutatedDictionary {
    private static final int[] TELLING = {
        0, 1, 2, 127, 128, 2_049, 2_050, 1 << 22, Integer.MAX_VALUE, Integer.MIN_VALUE, -1
    };

    private MutatedDictionary() {}

    static byte[] of(byte[] content, Random random) {
        byte[] changed = content;
        for (int changes = 1 + random.nextInt(2); changes > 0 && changed.length > 1; changes--) {
            changed = random.nextBoolean() ? withOtherBytes(changed, random) : withOtherNumbers(changed, random);
        }
        return changed;
    }

    private static byte[] withOtherBytes(byte[] content, Random random) {
        int at = random.nextInt(content.length);
        switch (random.nextInt(4)) {
            case 0 -> {
                byte[] flipped = content.clone();
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                return flipped;
            }
            case 1 -> {
                return joined(content, at, new byte[] {(byte) random.nextInt(256)}, at);
            }
            case 2 -> {
                return joined(content, at, new byte[0], at + 1);
            }
            default -> {
                // A number by itself instead of in a packed field.
                int column = 2 + random.nextInt(7);
                return joined(
                        content,
                        content.length,
                        new byte[] {(byte) (column << 3), (byte) random.nextInt(4)},
                        content.length);
            }
        }
    }

    private static byte[] joined(byte[] content, int end, byte[] middle, int from) {
        byte[] all = Arrays.copyOf(content, end + middle.length + content.length - from);
        System.arraycopy(middle, 0, all, end, middle.length);
        System.arraycopy(content, from, all, end + middle.length, content.length - from);
        return all;
    }

    private static byte[] withOtherNumbers(byte[] content, Random random) {
        BatchDictionary.Builder columns;
        try {
            columns = BatchDictionary.parseFrom(content).toBuilder();
        } catch (InvalidProtocolBufferException e) {
            return content;
        }
        FieldDescriptor column = BatchDictionary.getDescriptor().findFieldByNumber(2 + random.nextInt(7));
        List<Object> numbers = new ArrayList<>((List<?>) columns.getField(column));
        int at = random.nextInt(numbers.size() + 1);
        switch (at == numbers.size() ? 0 : random.nextInt(3)) {
            case 0 -> numbers.add(at, number(random));
            case 1 -> numbers.remove(at);
            default -> numbers.set(at, number(random));
        }
        return columns.setField(column, numbers).build().toByteArray();
    }

    private static int number(Random random) {
        return random.nextBoolean() ? random.nextInt(40) : TELLING[random.nextInt(TELLING.length)];
    }
}
