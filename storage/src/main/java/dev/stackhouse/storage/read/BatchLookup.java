package dev.stackhouse.storage.read;

import dev.stackhouse.storage.client.StoreClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks up in the whole ledger what {@link BatchCount} leaves open of some instances. If they are very many, something is wrong
 * with all of them, and a day around the range has to do.
 *
 * @param from start of the range, in seconds since the Unix epoch
 * @param to end of the range, exclusive
 * @param keptFrom where what the ledger keeps begins
 */
record BatchLookup(StoreClient client, long from, long to, long keptFrom, Instant now) {
    /** Instances of which every row is read. */
    private static final int FEW = 200;

    private static final long DAY_SECONDS = 86_400;

    /** Figures of one instance, over whatever windows. */
    private record Found(long before, long seen, long inRange, long newest, boolean last, long arrived) {}

    /** The books of every instance. */
    Map<InstanceKey, InstanceBooks> books(Map<InstanceKey, BatchCount> counts) {
        Map<InstanceKey, BatchCount> open = new HashMap<>(counts);
        open.values().removeIf(count -> count.isComplete() && !count.mayHaveEnded(now));
        Map<InstanceKey, Found> found = open.isEmpty() ? Map.of() : find(open);
        Set<InstanceKey> older = open.isEmpty() ? Set.of() : olderThanTheLedger(found);
        Map<InstanceKey, Long> doubled = doubled(counts);
        Map<InstanceKey, InstanceBooks> books = new HashMap<>();
        counts.forEach((key, count) -> {
            long span = count.greatest() - count.least() + 1;
            Found figures = found.get(key);
            boolean ended = figures != null
                    && count.mayHaveEnded(now)
                    && !figures.last
                    && figures.newest <= count.greatest()
                    && BatchCount.isSilent(figures.arrived, now);
            long missing = 0;
            if (figures != null) {
                boolean aged = figures.before == 0 && older.contains(key);
                missing = span - figures.seen + (aged ? 0 : count.least() - 1 - figures.before);
            }
            books.put(
                    key,
                    new InstanceBooks(
                            figures == null ? span : figures.inRange,
                            missing,
                            doubled.getOrDefault(key, 0L),
                            ended,
                            count.clockAheadMillis(),
                            count.arrivedSeconds() * 1000));
        });
        return books;
    }

    private Map<InstanceKey, Found> find(Map<InstanceKey, BatchCount> open) {
        String bounds = open.entrySet().stream()
                .map(entry -> {
                    String key = entry.getKey().literal();
                    return key.substring(0, key.length() - 1) + ","
                            + entry.getValue().least() + "," + entry.getValue().greatest() + ")";
                })
                .collect(Collectors.joining(","));
        String inside = "window_start >= " + DeclaredBooks.time(from) + " AND window_start < " + DeclaredBooks.time(to);
        String near = open.size() <= FEW
                ? ""
                : " AND window_start >= " + DeclaredBooks.time(Math.max(0, from - DAY_SECONDS)) + " AND window_start < "
                        + DeclaredBooks.time(to + DAY_SECONDS);
        Map<InstanceKey, Found> found = new HashMap<>();
        client.query(
                "SELECT toString(service), toString(instance), toInt64(maxIf(sequence, sequence < least)),"
                        + " toInt64(groupBitmapIf(sequence, sequence >= least AND sequence <= greatest)),"
                        + " toInt64(groupBitmapIf(sequence, " + inside + ")), toInt64(max(sequence)),"
                        + " toInt32(max(last)), toInt64(toUnixTimestamp(max(arrived)))"
                        + " FROM ledger INNER JOIN (SELECT bound.1 AS service, bound.2 AS instance,"
                        + " toUInt64(bound.3) AS least, toUInt64(bound.4) AS greatest"
                        + " FROM (SELECT arrayJoin([" + bounds + "]) AS bound)) AS bounds USING (service, instance)"
                        + " WHERE " + InstanceKey.anyOf(open.keySet()) + near + " GROUP BY service, instance",
                Map.of(),
                row -> found.put(
                        new InstanceKey(row.getString(1), row.getString(2)),
                        new Found(
                                row.getLong(3),
                                row.getLong(4),
                                row.getLong(5),
                                row.getLong(6),
                                row.getInteger(7) > 0,
                                row.getLong(8))));
        return found;
    }

    /** Instances that took samples before what the ledger keeps, and of which it holds nothing from before the range. */
    private Set<InstanceKey> olderThanTheLedger(Map<InstanceKey, Found> found) {
        List<InstanceKey> unknown = new ArrayList<>();
        found.forEach((key, figures) -> {
            if (figures.before == 0) {
                unknown.add(key);
            }
        });
        Set<InstanceKey> older = new HashSet<>();
        if (!unknown.isEmpty()) {
            client.query(
                    "SELECT toString(service), toString(instance) FROM instances WHERE " + InstanceKey.anyOf(unknown)
                            + " GROUP BY service, instance HAVING min(first_seen) <"
                            + " greatest(" + DeclaredBooks.time(keptFrom)
                            + ", (SELECT min(window_start) FROM ledger))",
                    Map.of(),
                    row -> older.add(new InstanceKey(row.getString(1), row.getString(2))));
        }
        return older;
    }

    /** Batches of the range that were counted more than once. */
    private Map<InstanceKey, Long> doubled(Map<InstanceKey, BatchCount> counts) {
        Map<InstanceKey, BatchCount> open = new HashMap<>(counts);
        open.values().removeIf(BatchCount::isSingle);
        Map<InstanceKey, Long> doubled = new HashMap<>();
        if (open.size() > FEW) {
            open.forEach((key, count) -> doubled.put(key, count.doubledAbout()));
        } else if (!open.isEmpty()) {
            // A row that takes another one back leaves the one that replaces it.
            client.query(
                    "SELECT toString(service), toString(instance), toInt64(uniqExact(sequence)) FROM"
                            + " (SELECT service, instance, sequence FROM ledger WHERE "
                            + InstanceKey.anyOf(open.keySet())
                            + " AND window_start >= " + DeclaredBooks.time(from) + " AND window_start < "
                            + DeclaredBooks.time(to) + " GROUP BY service, instance, event, window_start, sequence"
                            + " HAVING sum(sign(reinterpretAsInt64(taken))) > 1)"
                            + " GROUP BY service, instance",
                    Map.of(),
                    row -> doubled.put(new InstanceKey(row.getString(1), row.getString(2)), row.getLong(3)));
        }
        return doubled;
    }
}
