package dev.stackhouse.streamer.partial;

import dev.stackhouse.streamer.serialize.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The forms of what several serializers share; versioned by them. */
public final class PartFormats {
    private PartFormats() {}

    public static void writeInstance(Instance instance, DataOutputView out) throws IOException {
        Wire.writeString(instance.service(), out);
        Wire.writeString(instance.id(), out);
        Wire.writeVarLong(instance.labels().size(), out);
        for (Map.Entry<String, String> label : instance.labels().entrySet()) {
            Wire.writeString(label.getKey(), out);
            Wire.writeString(label.getValue(), out);
        }
    }

    public static Instance readInstance(DataInputView in) throws IOException {
        String service = Wire.readString(in);
        String id = Wire.readString(in);
        SortedMap<String, String> labels = new TreeMap<>();
        for (int left = Wire.readVarInt(in); left > 0; left--) {
            labels.put(Wire.readString(in), Wire.readString(in));
        }
        return new Instance(service, id, Collections.unmodifiableSortedMap(labels));
    }

    public static void writeWindow(WindowPart window, DataOutputView out) throws IOException {
        out.writeLong(window.startMillis());
        writeSamples(window.samples(), out);
        writeLedger(window.ledger(), out);
    }

    private static void writeLedger(List<LedgerEntry> ledger, DataOutputView out) throws IOException {
        Wire.writeVarLong(ledger.size(), out);
        for (LedgerEntry entry : ledger) {
            out.writeByte(entry.event());
            Wire.writeVarLong(entry.sequence(), out);
            Wire.writeVarLong(entry.taken(), out);
            Wire.writeVarLong(entry.droppedByReason().size(), out);
            for (Map.Entry<Integer, Long> dropped : entry.droppedByReason().entrySet()) {
                Wire.writeVarLong(dropped.getKey(), out);
                Wire.writeVarLong(dropped.getValue(), out);
            }
            Arrival arrival = entry.arrival();
            out.writeByte(arrival.format());
            out.writeBoolean(arrival.last());
            Wire.writeVarLong(arrival.millis(), out);
        }
    }

    /**
     * Reads a window.
     *
     * @param arrivals whether its books tell how batches came, which the first version of each form did not
     */
    public static WindowPart readWindow(DataInputView in, boolean arrivals) throws IOException {
        long start = in.readLong();
        SampleTable samples = readSamples(in);
        return new WindowPart(start, samples, readLedger(in, arrivals));
    }

    public static void writeRejected(RejectedBooks rejected, DataOutputView out) throws IOException {
        out.writeLong(rejected.startMillis());
        writeLedger(rejected.ledger(), out);
    }

    public static RejectedBooks readRejected(DataInputView in) throws IOException {
        return new RejectedBooks(in.readLong(), readLedger(in, true));
    }

    private static List<LedgerEntry> readLedger(DataInputView in, boolean arrivals) throws IOException {
        int entries = Wire.readVarInt(in);
        List<LedgerEntry> ledger = new ArrayList<>(entries);
        for (int left = entries; left > 0; left--) {
            int event = in.readByte();
            long sequence = Wire.readVarLong(in);
            long taken = Wire.readVarLong(in);
            SortedMap<Integer, Long> dropped = new TreeMap<>();
            for (int reasons = Wire.readVarInt(in); reasons > 0; reasons--) {
                dropped.put(Wire.readVarInt(in), Wire.readVarLong(in));
            }
            Arrival arrival = arrivals
                    ? new Arrival(in.readUnsignedByte(), in.readBoolean(), Wire.readVarLong(in))
                    : Arrival.UNKNOWN;
            ledger.add(new LedgerEntry(event, sequence, taken, dropped, arrival));
        }
        return ledger;
    }

    private static void writeSamples(SampleTable samples, DataOutputView out) throws IOException {
        Wire.writeVarLong(samples.size(), out);
        IOException[] failure = {null};
        samples.forEach((event, high, low, value, count) -> {
            try {
                out.writeByte(event);
                out.writeLong(high);
                out.writeLong(low);
                Wire.writeVarLong(value, out);
                Wire.writeVarLong(count, out);
            } catch (IOException e) {
                failure[0] = e;
            }
        });
        if (failure[0] != null) {
            throw failure[0];
        }
    }

    private static SampleTable readSamples(DataInputView in) throws IOException {
        int size = Wire.readVarInt(in);
        SampleTable samples = new SampleTable(size);
        for (int left = size; left > 0; left--) {
            samples.add(in.readByte(), in.readLong(), in.readLong(), Wire.readVarLong(in), Wire.readVarLong(in));
        }
        return samples;
    }

    static void writeDictionary(Dictionary dictionary, DataOutputView out) throws IOException {
        Wire.writeString(dictionary.service(), out);
        Wire.writeVarLong(dictionary.stacks().size(), out);
        for (Dictionary.StackRow stack : dictionary.stacks()) {
            out.writeLong(stack.high());
            out.writeLong(stack.low());
            Wire.writeVarLong(stack.frameIds().length, out);
            for (long frameId : stack.frameIds()) {
                out.writeLong(frameId);
            }
        }
        Wire.writeVarLong(dictionary.frames().size(), out);
        for (Dictionary.FrameRow frame : dictionary.frames()) {
            out.writeLong(frame.id());
            Wire.writeString(frame.className(), out);
            Wire.writeString(frame.methodName(), out);
            Wire.writeVarLong(frame.line(), out);
            out.writeByte(frame.type());
        }
    }

    static Dictionary readDictionary(DataInputView in) throws IOException {
        String service = Wire.readString(in);
        List<Dictionary.StackRow> stacks = new ArrayList<>();
        for (int left = Wire.readVarInt(in); left > 0; left--) {
            long high = in.readLong();
            long low = in.readLong();
            long[] frameIds = new long[Wire.readVarInt(in)];
            for (int i = 0; i < frameIds.length; i++) {
                frameIds[i] = in.readLong();
            }
            stacks.add(new Dictionary.StackRow(high, low, frameIds));
        }
        List<Dictionary.FrameRow> frames = new ArrayList<>();
        for (int left = Wire.readVarInt(in); left > 0; left--) {
            frames.add(new Dictionary.FrameRow(
                    in.readLong(),
                    Wire.readString(in),
                    Wire.readString(in),
                    Wire.readVarInt(in),
                    in.readUnsignedByte()));
        }
        return new Dictionary(service, stacks, frames);
    }
}
