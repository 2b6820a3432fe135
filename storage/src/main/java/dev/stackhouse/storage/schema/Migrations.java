package dev.stackhouse.storage.schema;

import dev.stackhouse.storage.StorageException;
import dev.stackhouse.storage.StoreAddress;
import dev.stackhouse.storage.client.StoreClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Brings a database's tables to the version that this code knows, and to the retention asked for. Forward only; safe to run
 * again, and from two servers at once: every statement is one that changes nothing the second time.
 */
public final class Migrations {
    /** Version 1 was that of snapshots before the first release. */
    private static final int SNAPSHOT = 1;

    private static final SortedMap<Integer, String> VERSIONS = new TreeMap<>(Map.of(
            2,
            "V2__tiers.sql",
            3,
            "V3__views.sql",
            4,
            "V4__arrivals.sql",
            5,
            "V5__declarations.sql",
            6,
            "V6__regressions.sql",
            7,
            "V7__routes.sql",
            8,
            "V8__shifts.sql"));
    private static final int NEWEST = VERSIONS.lastKey();
    private static final Pattern ALTERED = Pattern.compile("ALTER TABLE (\\w+)");
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private Migrations() {}

    /** Makes the tables on one server, with the retention that they have or the default one. */
    public static int apply(StoreAddress address) {
        return apply(address, SchemaOptions.DEFAULT);
    }

    /** Creates the database if need be and applies what is missing, in order. Returns the version reached. */
    public static int apply(StoreAddress address, SchemaOptions options) {
        SchemaText text = new SchemaText(options.cluster());
        StoreAddress server = new StoreAddress(address.uri(), "default", address.user(), address.password());
        try (StoreClient client = new StoreClient(server, LIMIT)) {
            run(client, text.expand("CREATE DATABASE IF NOT EXISTS " + quoted(address.database()) + "@on_cluster"));
        }
        try (StoreClient client = new StoreClient(address, LIMIT)) {
            run(
                    client,
                    text.expand("CREATE TABLE IF NOT EXISTS schema_migrations@local@on_cluster"
                            + " (version UInt32, applied DateTime('UTC') DEFAULT now())"
                            + " ENGINE = @engine(ReplacingMergeTree, applied) ORDER BY version"));
            int reached = reached(client);
            check(address, reached);
            VERSIONS.tailMap(reached + 1).forEach((version, resource) -> {
                run(client, text.statements(resource));
                client.execute("INSERT INTO schema_migrations (version) VALUES (" + version + ")");
            });
            keep(client, text, options);
            return NEWEST;
        }
    }

    private static void check(StoreAddress address, int reached) {
        if (reached > NEWEST) {
            throw new StorageException(
                    StorageException.Category.REFUSED,
                    "The database " + address.database() + " has schema version " + reached + ", newer than the "
                            + NEWEST + " that this release knows; run the newer release.");
        }
        if (reached == SNAPSHOT) {
            throw new StorageException(
                    StorageException.Category.REFUSED,
                    "The database " + address.database()
                            + " was made by a snapshot from before the first release, and its"
                            + " tables cannot be carried over; choose another database or an empty data directory.");
        }
    }

    private static void keep(StoreClient client, SchemaText text, SchemaOptions options) {
        Retention known = retention(client);
        Retention wanted =
                options.retention() != null ? options.retention() : known != null ? known : Retention.DEFAULT;
        Set<String> bounded = wanted.equals(known) ? bounded(client) : Set.of();
        List<String> statements = new ArrayList<>();
        for (String statement : text.statements("retention.sql")) {
            if (bounded.contains(alteredTable(statement))) {
                continue;
            }
            statements.add(statement
                    .replace("@windows_days", Integer.toString(wanted.windowsDays()))
                    .replace("@minutes_days", Integer.toString(wanted.minutesDays()))
                    .replace("@totals_days", Integer.toString(wanted.totalsDays())));
        }
        run(client, statements);
        if (wanted.equals(known)) {
            return;
        }
        // Last: whoever reads it can rely on the tables.
        client.execute("INSERT INTO retention (windows_days, minutes_days, totals_days) VALUES (" + wanted.windowsDays()
                + ", " + wanted.minutesDays() + ", " + wanted.totalsDays() + ")");
    }

    /** The tables that have a retention; those that a migration has just added do not, and to alter the others again is dear. */
    private static Set<String> bounded(StoreClient client) {
        Set<String> bounded = new HashSet<>();
        client.query(
                "SELECT name FROM system.tables WHERE database = currentDatabase() AND engine_full LIKE '% TTL %'",
                Map.of(), row -> bounded.add(row.getString(1)));
        return bounded;
    }

    private static String alteredTable(String statement) {
        Matcher table = ALTERED.matcher(statement);
        return table.find() ? table.group(1) : "";
    }

    /** The retention that the tables have, or null if none was ever set. */
    public static @Nullable Retention retention(StoreClient client) {
        List<Retention> found = new ArrayList<>();
        client.query(
                "SELECT toInt32(windows_days), toInt32(minutes_days), toInt32(totals_days) FROM retention"
                        + " ORDER BY changed DESC LIMIT 1",
                Map.of(),
                row -> found.add(new Retention(row.getInteger(1), row.getInteger(2), row.getInteger(3))));
        return found.isEmpty() ? null : found.get(0);
    }

    private static int reached(StoreClient client) {
        List<Integer> versions = new ArrayList<>();
        client.query(
                "SELECT toInt32(max(version)) FROM schema_migrations",
                Map.of(),
                row -> versions.add(row.getInteger(1)));
        return versions.isEmpty() ? 0 : versions.get(0);
    }

    private static void run(StoreClient client, List<String> statements) {
        statements.forEach(client::execute);
    }

    private static String quoted(String identifier) {
        return "`" + identifier.replace("\\", "\\\\").replace("`", "\\`") + "`";
    }
}
