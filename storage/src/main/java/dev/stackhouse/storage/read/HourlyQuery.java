package dev.stackhouse.storage.read;

import dev.stackhouse.storage.client.StoreClient;
import dev.stackhouse.storage.read.StackTotals.FrameRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** Reads the stacks of a service by hour, over all of its versions and instances. */
record HourlyQuery(StoreClient client, StackDictionary dictionary) {
    private static final int HOUR_SECONDS = 3_600;

    /** Stacks that are held at a time. */
    private static final int STACKS_AT_A_TIME = 1_000;

    @SuppressWarnings("ArrayRecordComponent") // Thousands of them: plain numbers, never compared.
    private record Row(StackId id, int[] hours, long[] samples) {}

    /** See {@link ProfileReader#hourly}. To add up the half hours and versions of an hour costs the store more than to tell them. */
    void read(String service, String event, long fromHour, int hours, Consumer<HourlyStack> consumer) {
        List<Row> rows = new ArrayList<>();
        client.query(
                "SELECT reinterpretAsInt64(bitShiftRight(stack_id, 64)), reinterpretAsInt64(stack_id),"
                        + " groupArray(toInt32(intDiv(toUnixTimestamp(half_hour) - {from:Int64}, " + HOUR_SECONDS
                        + "))), groupArray(toInt64(samples)) FROM service_half_hours"
                        + " WHERE service = {service:String} AND event = {event:String}"
                        + " AND half_hour >= fromUnixTimestamp({from:Int64}) AND half_hour < fromUnixTimestamp({to:Int64})"
                        // What the table is sorted by.
                        + " AND toStartOfHour(half_hour) >= fromUnixTimestamp({from:Int64})"
                        + " AND toStartOfHour(half_hour) < fromUnixTimestamp({to:Int64}) GROUP BY stack_id",
                Map.of(
                        "service",
                        service,
                        "event",
                        event,
                        "from",
                        fromHour * HOUR_SECONDS,
                        "to",
                        (fromHour + hours) * HOUR_SECONDS),
                row -> {
                    rows.add(new Row(
                            new StackId(row.getLong(1), row.getLong(2)), row.getIntArray(3), row.getLongArray(4)));
                    if (rows.size() == STACKS_AT_A_TIME) {
                        tell(service, rows, consumer);
                    }
                });
        tell(service, rows, consumer);
    }

    private void tell(String service, List<Row> rows, Consumer<HourlyStack> consumer) {
        Map<StackId, List<FrameRow>> frames =
                dictionary.stacks(service, rows.stream().map(Row::id).toList());
        rows.forEach(row ->
                consumer.accept(new HourlyStack(Objects.requireNonNull(frames.get(row.id)), row.hours, row.samples)));
        rows.clear();
    }
}
