package dev.stackhouse.streamer.partial;

import dev.stackhouse.streamer.serialize.RecordSerializer;
import dev.stackhouse.streamer.serialize.RecordType;
import dev.stackhouse.streamer.serialize.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Form of {@link Partial} on the wire and in state. */
public final class PartialSerializer extends RecordSerializer<Partial> {
    public static final PartialSerializer INSTANCE = new PartialSerializer();
    public static final RecordType<Partial> TYPE = new RecordType<>(Partial.class, INSTANCE);

    private static final int VERSION = 4;

    private PartialSerializer() {
        super(VERSION);
    }

    @Override
    protected void write(Partial partial, DataOutputView out) throws IOException {
        PartFormats.writeInstance(partial.instance(), out);
        Wire.writeVarLong(partial.sequence(), out);
        out.writeLong(partial.endMillis());
        Wire.writeVarLong(partial.windows().size(), out);
        for (WindowPart window : partial.windows()) {
            PartFormats.writeWindow(window, out);
        }
        PartFormats.writeDictionary(partial.dictionary(), out);
        out.writeBoolean(partial.replayed());
        Declaration declaration = partial.declaration();
        out.writeBoolean(declaration != null);
        if (declaration != null) {
            DeclarationFormat.write(declaration, out);
        }
    }

    @Override
    protected Partial read(int version, DataInputView in) throws IOException {
        Instance instance = PartFormats.readInstance(in);
        long sequence = Wire.readVarLong(in);
        long end = in.readLong();
        List<WindowPart> windows = new ArrayList<>();
        for (int left = Wire.readVarInt(in); left > 0; left--) {
            windows.add(PartFormats.readWindow(in, version >= 3));
        }
        Dictionary dictionary = PartFormats.readDictionary(in);
        boolean replayed = version >= 2 && in.readBoolean();
        Declaration declaration = version >= 4 && in.readBoolean() ? DeclarationFormat.read(in) : null;
        return new Partial(instance, sequence, end, replayed, windows, dictionary, declaration);
    }

    @Override
    public TypeSerializerSnapshot<Partial> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Names the serializer in a checkpoint. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Partial> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
