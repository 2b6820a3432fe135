package dev.stackhouse.storage.read;

import dev.stackhouse.storage.client.StoreClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How large the product's tables are on one server.
 *
 * @param freeBytes room left on the fullest disk
 * @param failedWrites of files, since the server started: it may have acknowledged what it could not write
 */
public record StoreSize(List<TableSize> tables, long freeBytes, long failedWrites) {
    /**
     * One table.
     *
     * @param bytes on disk
     * @param mostParts parts of the partition that has most: the engine slows inserts down at 1,000 and refuses them at 3,000
     */
    public record TableSize(String table, long rows, long bytes, long mostParts) {}

    static StoreSize of(StoreClient client) {
        List<TableSize> tables = new ArrayList<>();
        client.query(
                "SELECT table, toInt64(sum(rows)), toInt64(sum(bytes)), toInt64(max(parts)) FROM (SELECT table,"
                        + " sum(rows) AS rows, sum(bytes_on_disk) AS bytes, count() AS parts FROM system.parts"
                        + " WHERE active AND database = currentDatabase() GROUP BY table, partition_id)"
                        + " GROUP BY table ORDER BY table",
                Map.of(),
                row -> tables.add(new TableSize(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4))));
        long[] failed = {0};
        client.query(
                "SELECT toInt64(sum(value)) FROM system.events WHERE event = 'WriteBufferFromFileDescriptorWriteFailed'",
                Map.of(),
                row -> failed[0] = row.getLong(1));
        long[] free = {0};
        client.query(
                "SELECT toInt64(min(unreserved_space)) FROM system.disks", Map.of(), row -> free[0] = row.getLong(1));
        return new StoreSize(List.copyOf(tables), free[0], failed[0]);
    }
}
