package dev.stackhouse.streamer.partial;

import dev.stackhouse.streamer.serialize.RecordSerializer;
import dev.stackhouse.streamer.serialize.RecordType;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Form of {@link WindowPart} on the wire and in state. */
public final class WindowPartSerializer extends RecordSerializer<WindowPart> {
    public static final WindowPartSerializer INSTANCE = new WindowPartSerializer();
    public static final RecordType<WindowPart> TYPE = new RecordType<>(WindowPart.class, INSTANCE);

    private static final int VERSION = 2;

    private WindowPartSerializer() {
        super(VERSION);
    }

    @Override
    protected void write(WindowPart window, DataOutputView out) throws IOException {
        PartFormats.writeWindow(window, out);
    }

    @Override
    protected WindowPart read(int version, DataInputView in) throws IOException {
        return PartFormats.readWindow(in, version >= 2);
    }

    @Override
    public TypeSerializerSnapshot<WindowPart> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Names the serializer in a checkpoint. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<WindowPart> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
