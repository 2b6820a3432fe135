package dev.stackhouse.streamer.sink;

import dev.stackhouse.storage.write.EncodedBlock;
import dev.stackhouse.storage.write.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Form of a block in a checkpoint. Tables go by name, so that others may be added. */
final class EncodedBlockSerializer implements SimpleVersionedSerializer<EncodedBlock> {
    /** Rows are compressed. Version 1: they are not. */
    private static final int VERSION = 2;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(EncodedBlock block) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(
                (int) block.bytes() + 32 * block.inserts().size() + 64);
        out.writeUTF(block.token());
        out.writeInt(block.inserts().size());
        for (EncodedBlock.Insert insert : block.inserts()) {
            out.writeUTF(insert.table().name());
            out.writeInt(insert.rows());
            out.writeInt(insert.packed().length);
            out.write(insert.packed());
        }
        return out.getCopyOfBuffer();
    }

    @Override
    public EncodedBlock deserialize(int version, byte[] serialized) throws IOException {
        if (version < 1 || version > VERSION) {
            throw new IOException("blocks of version " + version + " are not known");
        }
        DataInputDeserializer in = new DataInputDeserializer(serialized);
        String token = in.readUTF();
        int inserts = in.readInt();
        List<EncodedBlock.Insert> read = new ArrayList<>(inserts);
        for (int left = inserts; left > 0; left--) {
            Table table = Table.valueOf(in.readUTF());
            int rows = in.readInt();
            byte[] bytes = new byte[in.readInt()];
            in.readFully(bytes);
            read.add(
                    version == 1
                            ? EncodedBlock.Insert.ofRows(table, rows, bytes)
                            : new EncodedBlock.Insert(table, rows, bytes));
        }
        return new EncodedBlock(token, List.copyOf(read));
    }
}
