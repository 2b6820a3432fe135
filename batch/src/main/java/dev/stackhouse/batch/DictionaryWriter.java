package dev.stackhouse.batch;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.util.Arrays;

/**
 * Writes the dictionaries of batches of format 2 out of {@link KnownStacks}: marks the stacks of a batch, then encodes what they
 * are made of. Memory of the heap is used again for the next batch, native memory is
 * given back. Not thread-safe.
 */
public final class DictionaryWriter {
    // Fields of BatchDictionary.
    private static final int STRINGS = 1;
    private static final int FIRST_COLUMN = 2;
    private static final int CLASSES = 0;
    private static final int METHODS = 1;
    private static final int LINES = 2;
    private static final int TYPES = 3;
    private static final int SHARED = 4;
    private static final int DEPTHS = 5;
    private static final int STACK_FRAMES = 6;
    private static final int COLUMNS = 7;

    private final int level;
    private final WireBytes[] columns = new WireBytes[COLUMNS];
    private final WireBytes ids = new WireBytes();
    private final WireBytes content = new WireBytes();
    private final WireBytes compressed = new WireBytes();
    private final Numbering stacks = new Numbering();
    private final Numbering frames = new Numbering();
    private final Numbering names = new Numbering();

    /** Places of things in the dictionary, by their numbers. */
    private static final class Numbering {
        private int[] places = {};
        private int size;

        void begin(int numbers) {
            if (places.length < numbers) {
                places = new int[numbers + numbers / 2];
            }
            Arrays.fill(places, 0, numbers, LongNumbers.NONE);
            size = 0;
        }
    }

    /**
     * One that compresses as much as a level of zstd does.
     *
     * @param level of zstd
     */
    public DictionaryWriter(int level) {
        this.level = level;
        for (int i = 0; i < COLUMNS; i++) {
            columns[i] = new WireBytes();
        }
    }

    /** Begins the dictionary of a batch. */
    public void begin(KnownStacks known) {
        stacks.begin(known.size());
        frames.begin(known.frames().size());
        names.begin(known.frames().names());
        for (WireBytes column : columns) {
            column.clear();
        }
        content.clear();
    }

    /** Makes a stack part of the dictionary. */
    public void mark(int stack) {
        if (stacks.places[stack] == LongNumbers.NONE) {
            stacks.places[stack] = 0;
            stacks.size++;
        }
    }

    /** Where a stack is in the dictionary, once it is encoded. */
    public int place(int stack) {
        return stacks.places[stack];
    }

    /**
     * Encodes what was marked, and gives each stack its place.
     *
     * @param maxBytes of the content before compression
     * @return whether it is as small as that; if not, it cannot be added to a batch
     */
    public boolean encode(KnownStacks known, int maxBytes) {
        name(known.frames(), 0);
        ids.clear();
        int before = LongNumbers.NONE;
        int next = 0;
        for (int i = 0; next < stacks.size; i++) {
            int stack = known.ordered(i);
            if (stacks.places[stack] != LongNumbers.NONE) {
                stacks.places[stack] = next++;
                ids.littleEndian(known.high(stack));
                ids.littleEndian(known.low(stack));
                encodeStack(known, stack, before == LongNumbers.NONE ? 0 : known.shared(before, stack));
                before = stack;
                if (bytes() > maxBytes) {
                    return false;
                }
            }
        }
        for (int i = 0; i < COLUMNS; i++) {
            content.field(FIRST_COLUMN + i, columns[i].array(), columns[i].size());
        }
        compress();
        return true;
    }

    /** Adds the dictionary that was encoded to a batch, as its fields of these numbers. */
    public void addTo(WireBytes batch, int idsField, int dictionaryField) {
        if (stacks.size > 0) {
            batch.field(idsField, ids.array(), ids.size());
            batch.field(dictionaryField, compressed.array(), compressed.size());
        }
    }

    private long bytes() {
        long bytes = content.size();
        for (WireBytes column : columns) {
            bytes += column.size();
        }
        return bytes;
    }

    private void encodeStack(KnownStacks known, int stack, int shared) {
        int depth = known.depth(stack);
        columns[SHARED].varint(shared);
        columns[DEPTHS].varint(depth);
        WireBytes column = columns[STACK_FRAMES];
        int[] places = frames.places;
        for (int i = shared; i < depth; i++) {
            int frame = known.frame(stack, i);
            int place = places[frame];
            column.varint(place != LongNumbers.NONE ? place : addFrame(known.frames(), frame));
        }
    }

    private int addFrame(KnownFrames known, int frame) {
        columns[CLASSES].varint(name(known, known.className(frame)));
        columns[METHODS].varint(name(known, known.methodName(frame)));
        // As the receiver reads an unsigned number of 32 bits.
        columns[LINES].varint(known.line(frame) & 0xffff_ffffL);
        columns[TYPES].varint(known.type(frame));
        frames.places[frame] = frames.size;
        return frames.size++;
    }

    private int name(KnownFrames known, int name) {
        int place = names.places[name];
        if (place != LongNumbers.NONE) {
            return place;
        }
        content.field(STRINGS, known.utf8(name));
        names.places[name] = names.size;
        return names.size++;
    }

    private void compress() {
        compressed.clear();
        int bound = (int) Zstd.compressBound(content.size());
        compressed.reserve(bound);
        // Not kept: about a megabyte of native memory would lie idle between two batches, and stay after the last one.
        try (ZstdCompressCtx zstd = new ZstdCompressCtx()) {
            zstd.setLevel(level);
            compressed.advance(zstd.compressByteArray(
                    compressed.array(), 0, compressed.array().length, content.array(), 0, content.size()));
        }
    }
}
