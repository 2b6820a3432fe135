package dev.stackhouse.streamer.decode;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import dev.stackhouse.proto.batch.v1.DroppedSamples;
import dev.stackhouse.proto.batch.v1.EventLedger;
import dev.stackhouse.proto.batch.v1.Frame;
import dev.stackhouse.proto.batch.v1.Label;
import dev.stackhouse.proto.batch.v1.Ledger;
import dev.stackhouse.proto.batch.v1.Sample;
import dev.stackhouse.proto.batch.v1.Stack;
import dev.stackhouse.proto.batch.v1.StackBatch;
import java.io.IOException;

/**
 * Reads the bytes of a {@code StackBatch} into columns, in one pass and without an object for each message: generic parsing
 * takes more than half of the job's time otherwise. Understands and refuses the same bytes as the generated parser; checks
 * nothing beyond that. Not thread-safe.
 */
final class BatchReader {
    private static final int VARINT = WireFormat.WIRETYPE_VARINT;
    private static final int DELIMITED = WireFormat.WIRETYPE_LENGTH_DELIMITED;

    private final BatchColumns columns;
    private byte[] bytes = new byte[0];
    private CodedInputStream in = CodedInputStream.newInstance(bytes);

    BatchReader(BatchColumns columns) {
        this.columns = columns;
    }

    /**
     * Fills the columns.
     *
     * @throws InvalidProtocolBufferException if the bytes are not such a message
     */
    void read(byte[] batch) throws IOException {
        columns.clear();
        bytes = batch;
        in = CodedInputStream.newInstance(batch);
        int tag;
        while ((tag = in.readTag()) != 0) {
            switch (tag) {
                case StackBatch.FORMAT_VERSION_FIELD_NUMBER << 3 | VARINT -> columns.formatVersion = in.readUInt32();
                case (StackBatch.SERVICE_FIELD_NUMBER << 3) | DELIMITED -> columns.service = in.readStringRequireUtf8();
                case StackBatch.INSTANCE_ID_FIELD_NUMBER << 3 | DELIMITED ->
                    columns.instance = in.readStringRequireUtf8();
                case (StackBatch.LABELS_FIELD_NUMBER << 3) | DELIMITED -> label();
                case (StackBatch.SEQUENCE_FIELD_NUMBER << 3) | VARINT -> columns.sequence = in.readUInt64();
                case StackBatch.START_UNIX_MILLIS_FIELD_NUMBER << 3 | VARINT -> columns.startMillis = in.readInt64();
                case StackBatch.END_UNIX_MILLIS_FIELD_NUMBER << 3 | VARINT -> columns.endMillis = in.readInt64();
                case (StackBatch.STRINGS_FIELD_NUMBER << 3) | DELIMITED -> string();
                case (StackBatch.FRAMES_FIELD_NUMBER << 3) | DELIMITED -> frame();
                case (StackBatch.STACKS_FIELD_NUMBER << 3) | DELIMITED -> stack();
                case (StackBatch.SAMPLES_FIELD_NUMBER << 3) | DELIMITED -> sample();
                case (StackBatch.LEDGER_FIELD_NUMBER << 3) | DELIMITED -> ledger();
                default -> skip(tag);
            }
        }
    }

    private void label() throws IOException {
        int outer = enter();
        String name = "";
        String value = "";
        int tag;
        while ((tag = in.readTag()) != 0) {
            switch (tag) {
                case (Label.NAME_FIELD_NUMBER << 3) | DELIMITED -> name = in.readStringRequireUtf8();
                case (Label.VALUE_FIELD_NUMBER << 3) | DELIMITED -> value = in.readStringRequireUtf8();
                default -> skip(tag);
            }
        }
        in.popLimit(outer);
        columns.labelNames.add(name);
        columns.labelValues.add(value);
    }

    private void string() throws IOException {
        int length = in.readRawVarint32();
        int offset = in.getTotalBytesRead();
        in.skipRawBytes(length);
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] < 0) {
                if (!UnsafeByteOperations.unsafeWrap(bytes, offset, length).isValidUtf8()) {
                    throw new InvalidProtocolBufferException("A string is not UTF-8.");
                }
                break;
            }
        }
        columns.stringOffsets.add(offset);
        columns.stringLengths.add(length);
    }

    private void frame() throws IOException {
        int outer = enter();
        int classIndex = 0;
        int methodIndex = 0;
        int line = 0;
        int type = 0;
        int tag;
        while ((tag = in.readTag()) != 0) {
            switch (tag) {
                case Frame.CLASS_INDEX_FIELD_NUMBER << 3 | VARINT -> classIndex = in.readUInt32();
                case Frame.METHOD_INDEX_FIELD_NUMBER << 3 | VARINT -> methodIndex = in.readUInt32();
                case (Frame.LINE_FIELD_NUMBER << 3) | VARINT -> line = in.readUInt32();
                case (Frame.TYPE_FIELD_NUMBER << 3) | VARINT -> type = in.readEnum();
                default -> skip(tag);
            }
        }
        in.popLimit(outer);
        columns.frameClasses.add(classIndex);
        columns.frameMethods.add(methodIndex);
        columns.frameLines.add(line);
        columns.frameTypes.add(type);
    }

    private void stack() throws IOException {
        int outer = enter();
        int tag;
        while ((tag = in.readTag()) != 0) {
            switch (tag) {
                case Stack.FRAME_INDEXES_FIELD_NUMBER << 3 | DELIMITED -> {
                    int packed = enter();
                    while (in.getBytesUntilLimit() > 0) {
                        columns.stackFrames.add(in.readUInt32());
                    }
                    in.popLimit(packed);
                }
                case Stack.FRAME_INDEXES_FIELD_NUMBER << 3 | VARINT -> columns.stackFrames.add(in.readUInt32());
                default -> skip(tag);
            }
        }
        in.popLimit(outer);
        columns.stackEnds.add(columns.stackFrames.size());
    }

    private void sample() throws IOException {
        int outer = enter();
        int stack = 0;
        int event = 0;
        long value = 0;
        long count = 0;
        int thread = 0;
        int window = 0;
        int tag;
        while ((tag = in.readTag()) != 0) {
            switch (tag) {
                case Sample.STACK_INDEX_FIELD_NUMBER << 3 | VARINT -> stack = in.readUInt32();
                case (Sample.EVENT_FIELD_NUMBER << 3) | VARINT -> event = in.readEnum();
                case (Sample.VALUE_FIELD_NUMBER << 3) | VARINT -> value = in.readUInt64();
                case (Sample.COUNT_FIELD_NUMBER << 3) | VARINT -> count = in.readUInt64();
                case Sample.THREAD_NAME_INDEX_FIELD_NUMBER << 3 | VARINT -> thread = in.readUInt32();
                case Sample.WINDOW_INDEX_FIELD_NUMBER << 3 | VARINT -> window = in.readUInt32();
                default -> skip(tag);
            }
        }
        in.popLimit(outer);
        columns.sampleStacks.add(stack);
        columns.sampleEvents.add(event);
        columns.sampleValues.add(value);
        columns.sampleCounts.add(count);
        columns.sampleThreads.add(thread);
        columns.sampleWindows.add(window);
    }

    private void ledger() throws IOException {
        int outer = enter();
        int tag;
        while ((tag = in.readTag()) != 0) {
            if (tag == ((Ledger.EVENTS_FIELD_NUMBER << 3) | DELIMITED)) {
                eventLedger();
            } else {
                skip(tag);
            }
        }
        in.popLimit(outer);
    }

    private void eventLedger() throws IOException {
        int outer = enter();
        int event = 0;
        long taken = 0;
        int tag;
        while ((tag = in.readTag()) != 0) {
            switch (tag) {
                case (EventLedger.EVENT_FIELD_NUMBER << 3) | VARINT -> event = in.readEnum();
                case EventLedger.SAMPLES_TAKEN_FIELD_NUMBER << 3 | VARINT -> taken = in.readUInt64();
                case (EventLedger.DROPPED_FIELD_NUMBER << 3) | DELIMITED -> dropped();
                default -> skip(tag);
            }
        }
        in.popLimit(outer);
        columns.ledgerEvents.add(event);
        columns.ledgerTaken.add(taken);
    }

    private void dropped() throws IOException {
        int outer = enter();
        int reason = 0;
        long samples = 0;
        int tag;
        while ((tag = in.readTag()) != 0) {
            switch (tag) {
                case (DroppedSamples.REASON_FIELD_NUMBER << 3) | VARINT -> reason = in.readEnum();
                case (DroppedSamples.SAMPLES_FIELD_NUMBER << 3) | VARINT -> samples = in.readUInt64();
                default -> skip(tag);
            }
        }
        in.popLimit(outer);
        // The entry that it belongs to is added when its end is reached.
        columns.dropEntries.add(columns.ledgerEvents.size());
        columns.dropReasons.add(reason);
        columns.dropSamples.add(samples);
    }

    /** Reads the length of a nested message and bounds reading by it. Returns what {@code popLimit} needs. */
    private int enter() throws IOException {
        return in.pushLimit(in.readRawVarint32());
    }

    private void skip(int tag) throws IOException {
        if (!in.skipField(tag)) {
            throw new InvalidProtocolBufferException("An end-group tag matches no group.");
        }
    }
}
