package dev.stackhouse.storage.write;

import com.github.luben.zstd.Zstd;
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
     * @param packed rows in ClickHouse's RowBinary format, compressed: zstd frames one after the other
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody, and copied by nobody for the sake of size
    public record Insert(Table table, int rows, byte[] packed) {
        /** An insert of rows that are not compressed yet. */
        public static Insert ofRows(Table table, int rows, byte[] rowBinary) {
            return new Insert(table, rows, Zstd.compress(rowBinary, RowBuffer.LEVEL));
        }
    }

    /** Size of the rows, compressed. */
    public long bytes() {
        return inserts.stream().mapToLong(insert -> insert.packed().length).sum();
    }
}
