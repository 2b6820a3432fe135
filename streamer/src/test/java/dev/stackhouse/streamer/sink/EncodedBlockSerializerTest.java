package dev.stackhouse.streamer.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stackhouse.storage.write.EncodedBlock;
import dev.stackhouse.storage.write.Table;
import java.io.IOException;
import java.util.Arrays;
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
    void refusesALaterVersion() {
        assertThatThrownBy(() -> serializer.deserialize(2, new byte[0])).isInstanceOf(IOException.class);
    }
}
