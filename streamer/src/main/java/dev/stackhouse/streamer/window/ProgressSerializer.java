package dev.stackhouse.streamer.window;

import dev.stackhouse.streamer.partial.Instance;
import dev.stackhouse.streamer.partial.PartFormats;
import dev.stackhouse.streamer.partial.RejectedBooks;
import dev.stackhouse.streamer.serialize.RecordSerializer;
import dev.stackhouse.streamer.serialize.RecordType;
import dev.stackhouse.streamer.serialize.Wire;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Form of {@link Progress} in state. */
public final class ProgressSerializer extends RecordSerializer<Progress> {
    static final ProgressSerializer INSTANCE = new ProgressSerializer();
    static final RecordType<Progress> TYPE = new RecordType<>(Progress.class, INSTANCE);

    private static final int VERSION = 3;

    private ProgressSerializer() {
        super(VERSION);
    }

    @Override
    protected void write(Progress progress, DataOutputView out) throws IOException {
        PartFormats.writeInstance(progress.instance(), out);
        long[] bounds = progress.seen().bounds();
        Wire.writeVarLong(bounds.length, out);
        for (long bound : bounds) {
            Wire.writeVarLong(bound, out);
        }
        out.writeLong(progress.reportedMillis());
        out.writeLong(progress.heardMillis());
        out.writeLong(progress.alarmMillis());
        Wire.writeVarLong(progress.rejected().size(), out);
        for (Map.Entry<Long, RejectedBooks> rejected : progress.rejected().entrySet()) {
            Wire.writeVarLong(rejected.getKey(), out);
            PartFormats.writeRejected(rejected.getValue(), out);
        }
    }

    @Override
    protected Progress read(int version, DataInputView in) throws IOException {
        Instance instance = PartFormats.readInstance(in);
        long[] bounds = new long[Wire.readVarInt(in)];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = Wire.readVarLong(in);
        }
        long reported = in.readLong();
        long heard = in.readLong();
        long alarm = in.readLong();
        SortedMap<Long, RejectedBooks> rejected = new TreeMap<>();
        for (int left = version >= 2 ? Wire.readVarInt(in) : 0; left > 0; left--) {
            long sequence = Wire.readVarLong(in);
            // Version 2 kept the window, which has no samples.
            rejected.put(
                    sequence,
                    version >= 3 ? PartFormats.readRejected(in) : RejectedBooks.of(PartFormats.readWindow(in, false)));
        }
        return new Progress(instance, new SequenceRanges(bounds), rejected, reported, heard, alarm);
    }

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public Progress copy(Progress from) {
        return from.copy();
    }

    @Override
    public TypeSerializerSnapshot<Progress> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Names the serializer in a checkpoint. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Progress> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
