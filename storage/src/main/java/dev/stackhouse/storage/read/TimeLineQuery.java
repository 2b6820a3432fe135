package dev.stackhouse.storage.read;

import dev.stackhouse.storage.StorageException;
import dev.stackhouse.storage.StorageException.Category;
import dev.stackhouse.storage.client.StoreClient;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What selections come to over time, without their stacks.
 *
 * @param minutesFrom in seconds since the Unix epoch: before it only half hours are kept
 */
record TimeLineQuery(StoreClient client, SelectedRows selected, long minutesFrom) {
    /** Identities in one statement: about 2 MB of text. */
    private static final int MOST_STACKS = 50_000;

    SelectionSummary summary() {
        long[] sums = new long[3];
        client.query(
                "SELECT toInt64(sum(value)), toInt64(sum(samples)), 0 FROM (" + selected.windows("", minutesFrom)
                        + ") UNION ALL " + selected.instances("0, 0, ", ""),
                selected.parameters(),
                row -> {
                    for (int i = 0; i < sums.length; i++) {
                        sums[i] += row.getLong(i + 1);
                    }
                });
        return sums[1] == 0 ? new SelectionSummary(0, 0, 0) : new SelectionSummary(sums[0], sums[1], (int) sums[2]);
    }

    /**
     * The weights in each step.
     *
     * @param originMillis where a step starts
     */
    TimeLine timeLine(long originMillis, long stepMillis, String groupBy) {
        return timeLine(selected.windows("instance, ", minutesFrom), originMillis, stepMillis, groupBy);
    }

    /** The weights of some stacks in each step. */
    TimeLine timeLine(Collection<StackId> stacks, long originMillis, long stepMillis, String groupBy) {
        if (stacks.isEmpty()) {
            return new TimeLine(new SelectionSummary(0, 0, 0), Map.of());
        }
        if (stacks.size() > MOST_STACKS) {
            throw new StorageException(
                    Category.LIMIT_EXCEEDED,
                    "The filter keeps " + stacks.size() + " different stacks; a time line takes at most " + MOST_STACKS
                            + ": ask for a shorter range or a narrower filter.");
        }
        String literals = stacks.stream().map(StackId::literal).collect(Collectors.joining(","));
        return timeLine(
                selected.windowsOfStacks(literals, "instance, ", minutesFrom), originMillis, stepMillis, groupBy);
    }

    private TimeLine timeLine(String windows, long originMillis, long stepMillis, String groupBy) {
        Map<String, Object> parameters = new HashMap<>(selected.parameters());
        parameters.put("step", stepMillis / 1000);
        parameters.put("origin", Math.floorDiv(originMillis, 1000L));
        parameters.put("label", groupBy);
        String label = groupBy.isEmpty()
                ? "''"
                : groupBy.equals("instance")
                        ? "toString(instance)"
                        : InstanceLabel.sql("{label:String}", "service = {service:String}");
        SortedMap<String, Map<Long, Long>> series = new TreeMap<>();
        long[] sums = new long[2];
        int[] instances = {0};
        client.query(
                "SELECT " + label
                        + " AS series, toInt64(intDiv(toInt64(toUnixTimestamp(window_start)) - {origin:Int64}, {step:Int64})"
                        + " * {step:Int64} + {origin:Int64}) AS step_start, toInt64(sum(value)), toInt64(sum(samples)) AS taken"
                        + " FROM (" + windows
                        + ") GROUP BY series, step_start HAVING taken > 0 UNION ALL "
                        + selected.instances("'', 0, ", ", 0"),
                parameters,
                row -> {
                    if (row.getLong(4) == 0) {
                        instances[0] = (int) row.getLong(3);
                        return;
                    }
                    series.computeIfAbsent(row.getString(1), name -> new TreeMap<>())
                            .put(row.getLong(2) * 1000, row.getLong(3));
                    sums[0] += row.getLong(3);
                    sums[1] += row.getLong(4);
                });
        return new TimeLine(new SelectionSummary(sums[0], sums[1], series.isEmpty() ? 0 : instances[0]), series);
    }
}
