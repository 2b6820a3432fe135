package dev.stackhouse.streamer.partial;

import dev.stackhouse.streamer.serialize.RecordSerializer;
import dev.stackhouse.streamer.serialize.RecordType;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Form of {@link StoreRows} on the wire and in state. */
public final class StoreRowsSerializer extends RecordSerializer<StoreRows> {
    public static final StoreRowsSerializer INSTANCE = new StoreRowsSerializer();
    public static final RecordType<StoreRows> TYPE = new RecordType<>(StoreRows.class, INSTANCE);

    private static final int VERSION = 3;
    private static final int WINDOW = 1;
    private static final int DICTIONARY = 2;
    private static final int DECLARATION = 3;

    private StoreRowsSerializer() {
        super(VERSION);
    }

    @Override
    protected void write(StoreRows rows, DataOutputView out) throws IOException {
        if (rows instanceof WindowRows window) {
            out.writeByte(WINDOW);
            PartFormats.writeInstance(window.instance(), out);
            PartFormats.writeWindow(window.window(), out);
        } else if (rows instanceof Dictionary dictionary) {
            out.writeByte(DICTIONARY);
            PartFormats.writeDictionary(dictionary, out);
        } else if (rows instanceof Declaration declaration) {
            out.writeByte(DECLARATION);
            DeclarationFormat.write(declaration, out);
        }
    }

    @Override
    protected StoreRows read(int version, DataInputView in) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case WINDOW -> new WindowRows(PartFormats.readInstance(in), PartFormats.readWindow(in, version >= 2));
            case DICTIONARY -> PartFormats.readDictionary(in);
            case DECLARATION -> DeclarationFormat.read(in);
            default -> throw new IOException("rows of unknown kind " + kind);
        };
    }

    @Override
    public TypeSerializerSnapshot<StoreRows> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Names the serializer in a checkpoint. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<StoreRows> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
