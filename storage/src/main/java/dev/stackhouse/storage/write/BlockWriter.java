package dev.stackhouse.storage.write;

import dev.stackhouse.storage.StoreAddress;

/** Inserts blocks into ClickHouse. A block that is written again with its token leaves the tables unchanged. Thread-safe. */
public final class BlockWriter implements AutoCloseable {
    public BlockWriter(StoreAddress address) {}

    /**
     * Inserts every row of the block; returns once ClickHouse has acknowledged all.
     *
     * @throws dev.stackhouse.storage.StorageException if any insert failed; the whole block may be written again
     */
    public void write(EncodedBlock block) {
        throw new IllegalStateException("being written");
    }

    @Override
    public void close() {}
}
