package dev.stackhouse.batch;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Frames and the names in them, by number, each once. If there is no memory for another one, those that were there stay as they were. Not
 * thread-safe.
 */
public final class KnownFrames {
    private final ContentHash hash;
    private final Map<String, Integer> numberOfName = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private final List<byte[]> utf8 = new ArrayList<>();
    private long nameBytes;

    private final LongNumbers numberOfId = new LongNumbers();
    private long[] ids = new long[256];
    /** Class, method, line and type of one frame after the other. */
    private int[] fields = new int[4 * ids.length];

    private int size;

    KnownFrames(ContentHash hash) {
        this.hash = hash;
        name("");
    }

    /** The number of a name; that of the empty one is 0. */
    public int name(String name) {
        Integer known = numberOfName.get(name);
        if (known != null) {
            return known;
        }
        byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
        int number = names.size();
        // Names that only one of the two lists has are passed over.
        while (utf8.size() > number) {
            utf8.remove(utf8.size() - 1);
        }
        utf8.add(encoded);
        names.add(name);
        numberOfName.put(name, number);
        nameBytes += encoded.length;
        return number;
    }

    /**
     * The number of a frame.
     *
     * @param className number of the name of its class
     * @param methodName number of the name of its method
     * @param type number of a FrameType
     */
    public int frame(int className, int methodName, int line, int type) {
        long id = hash.frame(utf8.get(className), utf8.get(methodName), line, type);
        int known = numberOfId.get(id);
        if (known != LongNumbers.NONE) {
            return known;
        }
        if (size == ids.length) {
            long[] moreIds = Arrays.copyOf(ids, 2 * size);
            fields = Arrays.copyOf(fields, 8 * size);
            ids = moreIds;
        }
        ids[size] = id;
        fields[4 * size] = className;
        fields[4 * size + 1] = methodName;
        fields[4 * size + 2] = line;
        fields[4 * size + 3] = type;
        numberOfId.put(id, size);
        return size++;
    }

    public int size() {
        return size;
    }

    int names() {
        return names.size();
    }

    public String name(int number) {
        return names.get(number);
    }

    byte[] utf8(int name) {
        return utf8.get(name);
    }

    long id(int frame) {
        return ids[frame];
    }

    public int className(int frame) {
        return fields[4 * frame];
    }

    public int methodName(int frame) {
        return fields[4 * frame + 1];
    }

    public int line(int frame) {
        return fields[4 * frame + 2];
    }

    public int type(int frame) {
        return fields[4 * frame + 3];
    }

    /** Roughly what it takes in memory. */
    long bytes() {
        return 3 * nameBytes + 150L * names.size() + 48L * size;
    }
}
