package dev.stackhouse.streamer.deadletter;

import dev.stackhouse.streamer.serialize.RecordSerializer;
import dev.stackhouse.streamer.serialize.RecordType;
import dev.stackhouse.streamer.serialize.Wire;
import dev.stackhouse.streamer.source.RawBatch;
import dev.stackhouse.streamer.source.RawBatchSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Form of {@link DeadLetter} on the wire and in state. */
public final class DeadLetterSerializer extends RecordSerializer<DeadLetter> {
    public static final DeadLetterSerializer INSTANCE = new DeadLetterSerializer();
    public static final RecordType<DeadLetter> TYPE = new RecordType<>(DeadLetter.class, INSTANCE);

    private static final int VERSION = 1;

    private DeadLetterSerializer() {
        super(VERSION);
    }

    @Override
    protected void write(DeadLetter letter, DataOutputView out) throws IOException {
        RawBatchSerializer.INSTANCE.serialize(letter.batch(), out);
        Wire.writeString(letter.reason(), out);
        Wire.writeString(letter.message(), out);
    }

    @Override
    protected DeadLetter read(int version, DataInputView in) throws IOException {
        RawBatch batch = RawBatchSerializer.INSTANCE.deserialize(in);
        return new DeadLetter(batch, Wire.readString(in), Wire.readString(in));
    }

    @Override
    public TypeSerializerSnapshot<DeadLetter> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Names the serializer in a checkpoint. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<DeadLetter> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
