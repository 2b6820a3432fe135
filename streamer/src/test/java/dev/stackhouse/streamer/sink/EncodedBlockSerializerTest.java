package dev.stackhouse.streamer.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.stackhouse.storage.write.EncodedBlock;
import dev.stackhouse.storage.write.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class EncodedBlockSerializerTest {
    private final EncodedBlockSerializer serializer = new EncodedBlockSerializer();

    @Test
    void keepsTokenAndRowsOfEveryTable() throws IOException {
        EncodedBlock block = new EncodedBlock(
                "a-token",
                Arrays.stream(Table.values())
                        .map(table ->
                                new EncodedBlock.Insert(table, table.name().length(), new byte[] {1, 2, (byte) 0xFF}))
                        .toList());

        EncodedBlock read = serializer.deserialize(serializer.getVersion(), serializer.serialize(block));

        assertThat(read).usingRecursiveComparison().isEqualTo(block);
    }

    @Test
    void readsTheRowsOfVersionOneWhichWereNotCompressed() throws IOException {
        byte[] rows = "rows in RowBinary".getBytes(StandardCharsets.UTF_8);
        DataOutputSerializer out = new DataOutputSerializer(64);
        out.writeUTF("a-token");
        out.writeInt(1);
        out.writeUTF("LEDGER");
        out.writeInt(7);
        out.writeInt(rows.length);
        out.write(rows);

        EncodedBlock read = serializer.deserialize(1, out.getCopyOfBuffer());

        assertThat(read.token()).isEqualTo("a-token");
        assertThat(read.inserts()).singleElement().satisfies(insert -> {
            assertThat(insert.table()).isEqualTo(Table.LEDGER);
            assertThat(insert.rows()).isEqualTo(7);
            assertThat(Zstd.decompress(insert.packed(), rows.length)).isEqualTo(rows);
        });
    }

    @Test
    void refusesALaterVersion() {
        assertThatThrownBy(() -> serializer.deserialize(3, new byte[0])).isInstanceOf(IOException.class);
    }
}
