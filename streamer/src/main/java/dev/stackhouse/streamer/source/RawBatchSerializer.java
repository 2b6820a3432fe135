package dev.stackhouse.streamer.source;

import dev.stackhouse.streamer.serialize.RecordSerializer;
import dev.stackhouse.streamer.serialize.RecordType;
import dev.stackhouse.streamer.serialize.Wire;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Form of {@link RawBatch} on the wire and in state. */
public final class RawBatchSerializer extends RecordSerializer<RawBatch> {
    public static final RawBatchSerializer INSTANCE = new RawBatchSerializer();
    public static final RecordType<RawBatch> TYPE = new RecordType<>(RawBatch.class, INSTANCE);

    private static final int VERSION = 2;

    private RawBatchSerializer() {
        super(VERSION);
    }

    @Override
    protected void write(RawBatch batch, DataOutputView out) throws IOException {
        byte[] key = batch.key();
        out.writeBoolean(key != null);
        if (key != null) {
            Wire.writeBytes(key, out);
        }
        Wire.writeBytes(batch.value(), out);
        out.writeInt(batch.partition());
        out.writeLong(batch.offset());
        out.writeBoolean(batch.replayed());
    }

    @Override
    protected RawBatch read(int version, DataInputView in) throws IOException {
        byte[] key = in.readBoolean() ? Wire.readBytes(in) : null;
        byte[] value = Wire.readBytes(in);
        return new RawBatch(key, value, in.readInt(), in.readLong(), version >= 2 && in.readBoolean());
    }

    @Override
    public TypeSerializerSnapshot<RawBatch> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Names the serializer in a checkpoint. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<RawBatch> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
