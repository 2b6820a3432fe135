package dev.stackhouse.storage.read;

import dev.stackhouse.storage.client.StoreClient;
import dev.stackhouse.storage.read.StackTotals.FrameRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Reads the stacks of a service by hour, over all of its versions and instances. */
record HourlyQuery(StoreClient client, StackDictionary dictionary) {
    private static final int HOUR_SECONDS = 3_600;

    private static final int SAMPLE_BITS = 48;

    /** Stacks that are held at a time. */
    private static final int STACKS_AT_A_TIME = 1_000;

    @SuppressWarnings("ArrayRecordComponent") // Thousands of them: plain numbers, never compared.
    private record Row(StackId id, int[] hours, long[] samples) {}

    /** See {@link ProfileReader#hourly}. The half hours and versions of an hour are added up here: it would cost the store more than to tell them. */
    void read(String service, String event, long fromHour, int hours, Consumer<HourlyStack> consumer) {
        List<Row> rows = new ArrayList<>();
        long[] byHour = new long[hours];
        client.query(
                "SELECT reinterpretAsInt64(bitShiftRight(stack_id, 64)), reinterpretAsInt64(stack_id),"
                        + " groupArray(toInt64(intDiv(toUnixTimestamp(half_hour) - {from:Int64}, " + HOUR_SECONDS
                        + ") * " + (1L << SAMPLE_BITS) + " + samples)) FROM service_half_hours"
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
                    rows.add(addedUp(new StackId(row.getLong(1), row.getLong(2)), row.getLongArray(3), byHour));
                    if (rows.size() == STACKS_AT_A_TIME) {
                        tell(service, rows, consumer);
                    }
                });
        tell(service, rows, consumer);
    }

    /**
     * A row in which each hour is once.
     *
     * @param packed hours, each with samples in the lower bits: half as many numbers to read
     * @param byHour zeros, and again afterwards
     */
    private static Row addedUp(StackId id, long[] packed, long[] byHour) {
        for (long hourAndSamples : packed) {
            byHour[(int) (hourAndSamples >> SAMPLE_BITS)] += hourAndSamples & ((1L << SAMPLE_BITS) - 1);
        }
        int[] distinct = IntStream.range(0, byHour.length)
                .filter(hour -> byHour[hour] > 0)
                .toArray();
        long[] sums = IntStream.of(distinct).mapToLong(hour -> byHour[hour]).toArray();
        Arrays.fill(byHour, 0);
        return new Row(id, distinct, sums);
    }

    private void tell(String service, List<Row> rows, Consumer<HourlyStack> consumer) {
        Map<StackId, List<FrameRow>> frames =
                dictionary.stacks(service, rows.stream().map(Row::id).toList());
        rows.forEach(row ->
                consumer.accept(new HourlyStack(Objects.requireNonNull(frames.get(row.id)), row.hours, row.samples)));
        rows.clear();
    }
}
