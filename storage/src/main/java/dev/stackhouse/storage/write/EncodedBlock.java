package dev.stackhouse.storage.write;

import java.util.List;

/**
 * Rows for several tables, ready to be inserted, and the token that makes inserting them twice the same as once.
 *
 * @param token random; stored beside the rows until they are known to be in ClickHouse
 * @param inserts in the order of {@link Table}
 */
public record EncodedBlock(String token, List<Insert> inserts) {
    /**
     * One insert statement.
     *
     * @param rowBinary rows in ClickHouse's RowBinary format
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody, and copied by nobody for the sake of size
    public record Insert(Table table, int rows, byte[] rowBinary) {}
}
