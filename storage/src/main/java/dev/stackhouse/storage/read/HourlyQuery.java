package dev.stackhouse.storage.read;

import com.clickhouse.client.api.data_formats.ClickHouseBinaryFormatReader;
import dev.stackhouse.storage.client.StoreClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the stacks of a service by hour, over all of its versions and instances. */
record HourlyQuery(StoreClient client) {
    private static final int HOUR_SECONDS = 3_600;

    /** A stack by its identity; see {@link HourlyStack}. */
    @SuppressWarnings("ArrayRecordComponent") // Thousands of them: plain numbers, never compared.
    record Row(StackId id, int[] hours, long[] samples) {}

    /**
     * One row for each stack. The rows of an hour are sorted by stack, so that hours are added up as they are read; what is put in order after that
     * is a number for each hour of a stack.
     *
     * @param fromHour hours since the Unix epoch
     */
    List<Row> rows(String service, String event, long fromHour, int hours) {
        List<Row> rows = new ArrayList<>();
        client.query(
                "SELECT reinterpretAsInt64(bitShiftRight(stack_id, 64)), reinterpretAsInt64(stack_id),"
                        + " groupArray(hour), groupArray(n) FROM (SELECT stack_id,"
                        + " toInt32(intDiv(toUnixTimestamp(toStartOfHour(half_hour)) - {from:Int64}, 3600)) AS hour,"
                        + " toInt32(sum(samples)) AS n FROM service_half_hours WHERE service = {service:String}"
                        + " AND event = {event:String} AND toStartOfHour(half_hour) >= fromUnixTimestamp({from:Int64})"
                        + " AND toStartOfHour(half_hour) < fromUnixTimestamp({to:Int64})"
                        + " AND half_hour >= fromUnixTimestamp({from:Int64}) AND half_hour < fromUnixTimestamp({to:Int64})"
                        + " GROUP BY toStartOfHour(half_hour), stack_id) GROUP BY stack_id",
                Map.of(
                        "service",
                        service,
                        "event",
                        event,
                        "from",
                        fromHour * HOUR_SECONDS,
                        "to",
                        (fromHour + hours) * HOUR_SECONDS),
                row -> rows.add(
                        new Row(new StackId(row.getLong(1), row.getLong(2)), row.getIntArray(3), longs(row, 4))));
        return rows;
    }

    private static long[] longs(ClickHouseBinaryFormatReader row, int column) {
        int[] read = row.getIntArray(column);
        long[] longs = new long[read.length];
        for (int at = 0; at < read.length; at++) {
            longs[at] = read[at];
        }
        return longs;
    }
}
