package dev.stackhouse.storage.read;

import com.clickhouse.client.api.data_formats.ClickHouseBinaryFormatReader;
import dev.stackhouse.storage.client.StoreClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the ledger holds of one instance and event in a range, and a little of what is around it.
 *
 * @param taken samples
 * @param droppedByReason number of {@code stackhouse.batch.v1.DropReason} to samples
 * @param least number of a batch in the range
 * @param greatest number of a batch in the range
 * @param seen different numbers in the range
 * @param before greatest number in the minutes before the range; 0 if there is none
 * @param after greatest number in the minutes after the range; 0 if there is none
 * @param rows different windows of batches that took samples
 * @param surplusRows rows beyond one for each of these, less those that take others back
 * @param takenBack rows that take others back
 * @param last whether a batch, also around the range, is the last one of the instance
 * @param format greatest format of a batch; 0 where it was not kept
 * @param arrivedSeconds when the last batch came, also around the range, since the Unix epoch; 0 where it was not kept
 * @param leastDelaySeconds least time from the start of a window to its batch's arrival; 0 where that was not kept
 */
record DeclaredBooks(
        InstanceKey instance,
        String event,
        long taken,
        Map<Integer, Long> droppedByReason,
        long least,
        long greatest,
        long seen,
        long before,
        long after,
        long rows,
        long surplusRows,
        long takenBack,
        boolean last,
        int format,
        long arrivedSeconds,
        long leastDelaySeconds) {
    /** How far around the range is looked: nearly every instance that lives was heard of in that time. */
    private static final long AROUND_SECONDS = 600;

    /** Windows of one batch have different remainders: it lasts an hour at most. */
    private static final int WINDOWS = 512;

    /**
     * Reads the ledger once, in the order in which it is sorted, so that the numbers of one instance are in memory at a time.
     *
     * @param condition over service and instance
     * @param range {@code from} and {@code to} in seconds, and the parameters of the condition
     */
    static List<DeclaredBooks> read(StoreClient client, String condition, Map<String, Object> range) {
        long from = (Long) range.getOrDefault("from", 0L);
        long to = (Long) range.getOrDefault("to", 0L);
        String samples = "toInt8(sign(reinterpretAsInt64(taken)))";
        String row = "sequence * " + WINDOWS + " + intDiv(toUInt32(window_start), 10) % " + WINDOWS;
        List<DeclaredBooks> books = new ArrayList<>();
        client.query(
                "WITH window_start >= " + time(from) + " AND window_start < " + time(to) + " AS inside, "
                        + samples + " AS sense"
                        + " SELECT toString(service), toString(instance), toString(event),"
                        + " toInt64(sumIf(taken, inside)), sumMapIf(dropped, inside) AS drops,"
                        + " arrayMap(reason -> toInt32(reason), mapKeys(drops)),"
                        + " arrayMap(samples -> toInt64(samples), mapValues(drops)),"
                        + " toInt64(minIf(sequence, inside)), toInt64(maxIf(sequence, inside)),"
                        + " toInt64(groupBitmapIf(sequence, inside)),"
                        + " toInt64(maxIf(sequence, window_start < " + time(from) + ")),"
                        + " toInt64(maxIf(sequence, window_start >= " + time(to) + ")),"
                        + " toInt64(groupBitmapIf(" + row + ", inside AND sense > 0)) AS windows,"
                        + " toInt64(sumIf(sense, inside)) - windows, toInt64(countIf(inside AND sense < 0)),"
                        + " toInt32(max(last)), toInt32(max(format)), toInt64(toUnixTimestamp(max(arrived))),"
                        + " minIf(toInt64(toUnixTimestamp(arrived)) - toInt64(toUnixTimestamp(window_start)),"
                        + " inside AND toUnixTimestamp(arrived) > 0)"
                        + " FROM ledger WHERE window_start >= " + time(Math.max(0, from - AROUND_SECONDS))
                        + " AND window_start < " + time(to + AROUND_SECONDS) + " AND " + condition
                        + " GROUP BY service, instance, event HAVING countIf(inside) > 0"
                        + " SETTINGS optimize_aggregation_in_order = 1, aggregation_in_order_max_block_bytes = 1000000",
                range,
                read -> books.add(of(read)));
        return books;
    }

    private static DeclaredBooks of(ClickHouseBinaryFormatReader row) {
        int[] reasons = row.getIntArray(6);
        long[] samples = row.getLongArray(7);
        Map<Integer, Long> dropped = new TreeMap<>();
        for (int i = 0; i < reasons.length; i++) {
            dropped.put(reasons[i], samples[i]);
        }
        return new DeclaredBooks(
                new InstanceKey(row.getString(1), row.getString(2)),
                row.getString(3),
                row.getLong(4),
                dropped,
                row.getLong(8),
                row.getLong(9),
                row.getLong(10),
                row.getLong(11),
                row.getLong(12),
                row.getLong(13),
                row.getLong(14),
                row.getLong(15),
                row.getInteger(16) > 0,
                row.getInteger(17),
                row.getLong(18),
                row.getLong(19));
    }

    static String time(long seconds) {
        return "toDateTime(" + seconds + ", 'UTC')";
    }
}
