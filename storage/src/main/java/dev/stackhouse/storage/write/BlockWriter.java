package dev.stackhouse.storage.write;

import dev.stackhouse.storage.StoreAddress;
import dev.stackhouse.storage.client.StoreClient;
import java.time.Duration;
import java.util.List;

/** Inserts blocks into ClickHouse. A block that is written again with its token leaves the tables unchanged. Thread-safe. */
public final class BlockWriter implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final StoreClient client;

    public BlockWriter(StoreAddress address) {
        this.client = new StoreClient(address, LIMIT);
    }

    /**
     * Inserts every row of the block; returns once ClickHouse has acknowledged all.
     *
     * @throws dev.stackhouse.storage.StorageException if any insert failed; the whole block may be written again
     */
    public void write(EncodedBlock block) {
        List<EncodedBlock.Insert> inserts = block.inserts();
        for (int i = 0; i < inserts.size(); i++) {
            EncodedBlock.Insert insert = inserts.get(i);
            client.insert(
                    insert.table().tableName(),
                    insert.table().columns(),
                    insert.packed(),
                    block.token() + "-" + insert.table().tableName() + "-" + i);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
