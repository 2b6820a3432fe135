package dev.stackhouse.streamer.decode;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.stackhouse.batch.DictionaryCodec;
import dev.stackhouse.proto.batch.v1.BatchDictionary;
import dev.stackhouse.proto.batch.v1.DroppedSamples;
import dev.stackhouse.proto.batch.v1.EventLedger;
import dev.stackhouse.proto.batch.v1.EventRate;
import dev.stackhouse.proto.batch.v1.Frame;
import dev.stackhouse.proto.batch.v1.Label;
import dev.stackhouse.proto.batch.v1.Ledger;
import dev.stackhouse.proto.batch.v1.Sample;
import dev.stackhouse.proto.batch.v1.Stack;
import dev.stackhouse.proto.batch.v1.StackBatch;
import java.util.List;

/**
 * Reads the bytes of a {@code StackBatch} into columns, in one pass and without an object for each message: generic parsing
 * takes more than half of the job's time otherwise. Understands and refuses the same bytes as the generated parser; checks
 * nothing beyond that. Not thread-safe.
 */
final class BatchReader {
    private static final int VARINT = WireFormat.WIRETYPE_VARINT;
    private static final int DELIMITED = WireFormat.WIRETYPE_LENGTH_DELIMITED;

    private final BatchColumns columns;
    private final WireCursor in = new WireCursor();

    BatchReader(BatchColumns columns) {
        this.columns = columns;
    }

    /**
     * Fills the columns; what is in the dictionary of a batch of format 2 is not read.
     *
     * @throws InvalidProtocolBufferException if the bytes are not such a message
     */
    void read(byte[] batch) throws InvalidProtocolBufferException {
        columns.clear();
        in.begin(batch);
        int tag;
        while ((tag = in.tag()) != 0) {
            switch (tag) {
                case StackBatch.FORMAT_VERSION_FIELD_NUMBER << 3 | VARINT -> columns.formatVersion = in.varint32();
                case (StackBatch.SERVICE_FIELD_NUMBER << 3) | DELIMITED -> columns.service = in.string();
                case StackBatch.INSTANCE_ID_FIELD_NUMBER << 3 | DELIMITED -> columns.instance = in.string();
                case (StackBatch.LABELS_FIELD_NUMBER << 3) | DELIMITED ->
                    label(columns.labelNames, columns.labelValues);
                case (StackBatch.SEQUENCE_FIELD_NUMBER << 3) | VARINT -> columns.sequence = in.varint64();
                case StackBatch.START_UNIX_MILLIS_FIELD_NUMBER << 3 | VARINT -> columns.startMillis = in.varint64();
                case StackBatch.END_UNIX_MILLIS_FIELD_NUMBER << 3 | VARINT -> columns.endMillis = in.varint64();
                case (StackBatch.STRINGS_FIELD_NUMBER << 3) | DELIMITED -> string();
                case (StackBatch.FRAMES_FIELD_NUMBER << 3) | DELIMITED -> frame();
                case (StackBatch.STACKS_FIELD_NUMBER << 3) | DELIMITED -> stack();
                case (StackBatch.SAMPLES_FIELD_NUMBER << 3) | DELIMITED -> sample();
                case (StackBatch.LEDGER_FIELD_NUMBER << 3) | DELIMITED -> ledger();
                case (StackBatch.STACK_IDS_FIELD_NUMBER << 3) | DELIMITED -> {
                    columns.stackIdsLength = in.bytes();
                    columns.stackIdsOffset = in.position() - columns.stackIdsLength;
                }
                case (StackBatch.DICTIONARY_FIELD_NUMBER << 3) | DELIMITED -> {
                    columns.dictionaryLength = in.bytes();
                    columns.dictionaryOffset = in.position() - columns.dictionaryLength;
                }
                case (StackBatch.LAST_FIELD_NUMBER << 3) | VARINT -> columns.last = in.varint64() != 0;
                case (StackBatch.RATES_FIELD_NUMBER << 3) | DELIMITED -> rate();
                case (StackBatch.FACTS_FIELD_NUMBER << 3) | DELIMITED -> label(columns.factNames, columns.factValues);
                case (StackBatch.POLICY_FIELD_NUMBER << 3) | DELIMITED -> columns.policy = in.string();
                default -> in.skip(tag);
            }
        }
    }

    /**
     * Fills the columns of the dictionaries.
     *
     * @param dictionary a {@code BatchDictionary}
     * @throws InvalidProtocolBufferException if the bytes are not such a message
     */
    void readDictionary(byte[] dictionary) throws InvalidProtocolBufferException {
        columns.clearDictionary();
        in.begin(dictionary);
        int tag;
        while ((tag = in.tag()) != 0) {
            switch (tag) {
                case (BatchDictionary.STRINGS_FIELD_NUMBER << 3) | DELIMITED -> string();
                case (BatchDictionary.FRAME_CLASSES_FIELD_NUMBER << 3) | DELIMITED -> in.packed(columns.frameClasses);
                case (BatchDictionary.FRAME_METHODS_FIELD_NUMBER << 3) | DELIMITED -> in.packed(columns.frameMethods);
                case (BatchDictionary.FRAME_LINES_FIELD_NUMBER << 3) | DELIMITED -> in.packed(columns.frameLines);
                case (BatchDictionary.FRAME_TYPES_FIELD_NUMBER << 3) | DELIMITED -> in.packed(columns.frameTypes);
                case (BatchDictionary.STACK_SHARED_FIELD_NUMBER << 3) | DELIMITED -> in.packed(columns.sharedFrames);
                case (BatchDictionary.STACK_DEPTHS_FIELD_NUMBER << 3) | DELIMITED -> in.packed(columns.depths);
                case (BatchDictionary.STACK_FRAMES_FIELD_NUMBER << 3) | DELIMITED -> in.packed(columns.ownFrames);
                case (BatchDictionary.FRAME_CLASSES_FIELD_NUMBER << 3) | VARINT ->
                    columns.frameClasses.add(in.varint32());
                case (BatchDictionary.FRAME_METHODS_FIELD_NUMBER << 3) | VARINT ->
                    columns.frameMethods.add(in.varint32());
                case (BatchDictionary.FRAME_LINES_FIELD_NUMBER << 3) | VARINT -> columns.frameLines.add(in.varint32());
                case (BatchDictionary.FRAME_TYPES_FIELD_NUMBER << 3) | VARINT -> columns.frameTypes.add(in.varint32());
                case (BatchDictionary.STACK_SHARED_FIELD_NUMBER << 3) | VARINT ->
                    columns.sharedFrames.add(in.varint32());
                case (BatchDictionary.STACK_DEPTHS_FIELD_NUMBER << 3) | VARINT -> columns.depths.add(in.varint32());
                case (BatchDictionary.STACK_FRAMES_FIELD_NUMBER << 3) | VARINT -> columns.ownFrames.add(in.varint32());
                default -> in.skip(tag);
            }
        }
        int frames = columns.frameClasses.size();
        require(columns.frameMethods.size() == frames
                && columns.frameLines.size() == frames
                && columns.frameTypes.size() == frames
                && columns.sharedFrames.size() == columns.depths.size());
        joinStacks();
    }

    /** Puts what a stack shares with the one before it in front of its own frames. */
    private void joinStacks() throws InvalidProtocolBufferException {
        int next = 0;
        int before = 0;
        for (int i = 0; i < columns.depths.size(); i++) {
            int shared = columns.sharedFrames.get(i);
            int depth = columns.depths.get(i);
            int own = depth - shared;
            require(shared >= 0 && shared <= before && own >= 0 && own <= columns.ownFrames.size() - next);
            require(columns.stackFrames.size() + depth <= DictionaryCodec.MOST_FRAMES);
            columns.stackFrames.addAll(columns.stackFrames, columns.stackFrames.size() - before, shared);
            columns.stackFrames.addAll(columns.ownFrames, next, own);
            columns.stackEnds.add(columns.stackFrames.size());
            next += own;
            before = depth;
        }
        require(next == columns.ownFrames.size());
    }

    private static void require(boolean holds) throws InvalidProtocolBufferException {
        if (!holds) {
            throw new InvalidProtocolBufferException("The columns of the dictionary do not fit together.");
        }
    }

    private void label(List<String> names, List<String> values) throws InvalidProtocolBufferException {
        int outer = in.enter();
        String name = "";
        String value = "";
        int tag;
        while ((tag = in.tag()) != 0) {
            switch (tag) {
                case (Label.NAME_FIELD_NUMBER << 3) | DELIMITED -> name = in.string();
                case (Label.VALUE_FIELD_NUMBER << 3) | DELIMITED -> value = in.string();
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
        names.add(name);
        values.add(value);
    }

    private void rate() throws InvalidProtocolBufferException {
        int outer = in.enter();
        int event = 0;
        long interval = 0;
        int slowed = 0;
        int tag;
        while ((tag = in.tag()) != 0) {
            switch (tag) {
                case (EventRate.EVENT_FIELD_NUMBER << 3) | VARINT -> event = in.varint32();
                case (EventRate.INTERVAL_FIELD_NUMBER << 3) | VARINT -> interval = in.varint64();
                case (EventRate.SLOWED_FIELD_NUMBER << 3) | VARINT -> slowed = in.varint32();
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
        columns.rateEvents.add(event);
        columns.rateIntervals.add(interval);
        columns.rateSlowed.add(slowed);
    }

    private void string() throws InvalidProtocolBufferException {
        int length = in.text();
        columns.stringOffsets.add(in.position() - length);
        columns.stringLengths.add(length);
    }

    private void frame() throws InvalidProtocolBufferException {
        int outer = in.enter();
        int classIndex = 0;
        int methodIndex = 0;
        int line = 0;
        int type = 0;
        int tag;
        while ((tag = in.tag()) != 0) {
            switch (tag) {
                case Frame.CLASS_INDEX_FIELD_NUMBER << 3 | VARINT -> classIndex = in.varint32();
                case Frame.METHOD_INDEX_FIELD_NUMBER << 3 | VARINT -> methodIndex = in.varint32();
                case (Frame.LINE_FIELD_NUMBER << 3) | VARINT -> line = in.varint32();
                case (Frame.TYPE_FIELD_NUMBER << 3) | VARINT -> type = in.varint32();
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
        columns.frameClasses.add(classIndex);
        columns.frameMethods.add(methodIndex);
        columns.frameLines.add(line);
        columns.frameTypes.add(type);
    }

    private void stack() throws InvalidProtocolBufferException {
        int outer = in.enter();
        int tag;
        while ((tag = in.tag()) != 0) {
            switch (tag) {
                case Stack.FRAME_INDEXES_FIELD_NUMBER << 3 | DELIMITED -> in.packed(columns.stackFrames);
                case Stack.FRAME_INDEXES_FIELD_NUMBER << 3 | VARINT -> columns.stackFrames.add(in.varint32());
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
        columns.stackEnds.add(columns.stackFrames.size());
    }

    private void sample() throws InvalidProtocolBufferException {
        int outer = in.enter();
        int stack = 0;
        int event = 0;
        long value = 0;
        long count = 0;
        int thread = 0;
        int window = 0;
        int tag;
        while ((tag = in.tag()) != 0) {
            switch (tag) {
                case Sample.STACK_INDEX_FIELD_NUMBER << 3 | VARINT -> stack = in.varint32();
                case (Sample.EVENT_FIELD_NUMBER << 3) | VARINT -> event = in.varint32();
                case (Sample.VALUE_FIELD_NUMBER << 3) | VARINT -> value = in.varint64();
                case (Sample.COUNT_FIELD_NUMBER << 3) | VARINT -> count = in.varint64();
                case Sample.THREAD_NAME_INDEX_FIELD_NUMBER << 3 | VARINT -> thread = in.varint32();
                case Sample.WINDOW_INDEX_FIELD_NUMBER << 3 | VARINT -> window = in.varint32();
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
        columns.sampleStacks.add(stack);
        columns.sampleEvents.add(event);
        columns.sampleValues.add(value);
        columns.sampleCounts.add(count);
        columns.sampleThreads.add(thread);
        columns.sampleWindows.add(window);
    }

    private void ledger() throws InvalidProtocolBufferException {
        int outer = in.enter();
        int tag;
        while ((tag = in.tag()) != 0) {
            if (tag == ((Ledger.EVENTS_FIELD_NUMBER << 3) | DELIMITED)) {
                eventLedger();
            } else {
                in.skip(tag);
            }
        }
        in.leave(outer);
    }

    private void eventLedger() throws InvalidProtocolBufferException {
        int outer = in.enter();
        int event = 0;
        long taken = 0;
        int tag;
        while ((tag = in.tag()) != 0) {
            switch (tag) {
                case (EventLedger.EVENT_FIELD_NUMBER << 3) | VARINT -> event = in.varint32();
                case EventLedger.SAMPLES_TAKEN_FIELD_NUMBER << 3 | VARINT -> taken = in.varint64();
                case (EventLedger.DROPPED_FIELD_NUMBER << 3) | DELIMITED -> dropped();
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
        columns.ledgerEvents.add(event);
        columns.ledgerTaken.add(taken);
    }

    private void dropped() throws InvalidProtocolBufferException {
        int outer = in.enter();
        int reason = 0;
        long samples = 0;
        int tag;
        while ((tag = in.tag()) != 0) {
            switch (tag) {
                case (DroppedSamples.REASON_FIELD_NUMBER << 3) | VARINT -> reason = in.varint32();
                case (DroppedSamples.SAMPLES_FIELD_NUMBER << 3) | VARINT -> samples = in.varint64();
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
        // The entry that it belongs to is added when its end is reached.
        columns.dropEntries.add(columns.ledgerEvents.size());
        columns.dropReasons.add(reason);
        columns.dropSamples.add(samples);
    }
}
