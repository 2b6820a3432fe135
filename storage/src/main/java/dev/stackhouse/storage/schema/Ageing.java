package dev.stackhouse.storage.schema;

import dev.stackhouse.storage.StoreAddress;
import dev.stackhouse.storage.client.StoreClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Makes old days coarser: windows become minutes, and later only totals are left. The engine rewrites a day's columns in the
 * background, part by part, so that every question finds each part either as it was or as it will be, with the same sums. Safe to
 * run again, and from two servers at once. It need not run at any certain time: being late costs space only.
 *
 * <p>Not a TTL of the table: the engine's TTL with GROUP BY takes about a hundred times as long for the same work.
 */
public final class Ageing {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** Whether a slot is the first of its minute, where slots are in order. */
    private static final String MINUTES = "arrayMap(slot -> toUInt8(intDiv(slot, 6) * 6), slots)";

    private static final String IS_FIRST = "arrayMap((minute, before) -> minute != before, " + MINUTES
            + ", arrayPushFront(arrayPopBack(" + MINUTES + "), 255))";

    private final StoreClient client;
    private final SchemaText text;

    private Ageing(StoreClient client, SchemaText text) {
        this.client = client;
        this.text = text;
    }

    /** Starts to age the days that are due; returns how many. */
    public static int run(StoreAddress address, SchemaOptions options, Instant now) {
        try (StoreClient client = new StoreClient(address, LIMIT)) {
            Retention retention = Objects.requireNonNullElse(Migrations.retention(client), Retention.DEFAULT);
            SchemaText text = new SchemaText(options.cluster());
            List<String> statements = text.statements("ageing.sql");
            Ageing ageing = new Ageing(client, text);
            long minutesFrom = retention.minutesFromMillis(now);
            return ageing.age("totals", statements.get(1), 0, minutesFrom)
                    + ageing.age("minutes", statements.get(0), minutesFrom, retention.windowsFromMillis(now));
        }
    }

    private int age(String tier, String statement, long fromMillis, long toMillis) {
        String parts = text.cluster().isEmpty()
                ? "system.parts"
                : "clusterAllReplicas('" + text.cluster() + "', system.parts)";
        List<String> days = new ArrayList<>();
        client.query(
                "SELECT DISTINCT partition_id FROM " + parts
                        + " WHERE active AND rows > 0 AND database = currentDatabase()"
                        + " AND table IN ('samples', 'samples_local') AND toDate(partition) >= toDate({from:Int64})"
                        + " AND toDate(partition) < toDate({to:Int64})"
                        + " AND toDate(partition) NOT IN (SELECT day FROM ageing WHERE tier = {tier:String})"
                        + " ORDER BY partition_id",
                Map.of("from", fromMillis / 86_400_000, "to", toMillis / 86_400_000, "tier", tier),
                row -> days.add(row.getString(1)));
        for (String day : days) {
            client.execute(statement
                    .replace("@minutes", MINUTES)
                    .replace("@is_first", IS_FIRST)
                    .replace("@day", day));
            client.execute("INSERT INTO ageing (day, tier) VALUES (toDate(parseDateTime('" + day + "', '%Y%m%d')), '"
                    + tier + "')");
        }
        return days.size();
    }
}
