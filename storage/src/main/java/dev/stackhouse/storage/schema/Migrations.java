package dev.stackhouse.storage.schema;

import dev.stackhouse.storage.StorageException;
import dev.stackhouse.storage.StoreAddress;
import dev.stackhouse.storage.client.StoreClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Brings a database's tables to the version that this code knows. Forward only; safe to run again, and from two servers at once:
 * every statement is one that changes nothing the second time.
 */
public final class Migrations {
    private static final List<String> VERSIONS = List.of("V1__samples.sql");
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private Migrations() {}

    /** Creates the database if need be and applies what is missing, in order. Returns the version reached. */
    public static int apply(StoreAddress address) {
        StoreAddress server = new StoreAddress(address.uri(), "default", address.user(), address.password());
        try (StoreClient client = new StoreClient(server, LIMIT)) {
            client.execute("CREATE DATABASE IF NOT EXISTS " + quoted(address.database()));
        }
        try (StoreClient client = new StoreClient(address, LIMIT)) {
            client.execute(
                    "CREATE TABLE IF NOT EXISTS schema_migrations (version UInt32, applied DateTime('UTC') DEFAULT now())"
                            + " ENGINE = ReplacingMergeTree(applied) ORDER BY version");
            int reached = reached(client);
            if (reached > VERSIONS.size()) {
                throw new StorageException(
                        StorageException.Category.REFUSED,
                        "The database " + address.database() + " has schema version " + reached + ", newer than the "
                                + VERSIONS.size() + " that this release knows; run the newer release.");
            }
            for (int version = reached + 1; version <= VERSIONS.size(); version++) {
                for (String statement : statements(VERSIONS.get(version - 1))) {
                    client.execute(statement);
                }
                client.execute("INSERT INTO schema_migrations (version) VALUES (" + version + ")");
            }
            return VERSIONS.size();
        }
    }

    private static int reached(StoreClient client) {
        List<Integer> versions = new ArrayList<>();
        client.query(
                "SELECT toInt32(max(version)) FROM schema_migrations",
                Map.of(),
                row -> versions.add(row.getInteger(1)));
        return versions.isEmpty() ? 0 : versions.get(0);
    }

    /** Statements end with a semicolon at the end of a line. */
    private static List<String> statements(String resource) {
        try (InputStream in = Migrations.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing from the class path");
            }
            List<String> statements = new ArrayList<>();
            for (String statement : new String(in.readAllBytes(), StandardCharsets.UTF_8).split(";\\s*\n", -1)) {
                if (!statement.isBlank()) {
                    statements.add(statement);
                }
            }
            return statements;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String quoted(String identifier) {
        return "`" + identifier.replace("\\", "\\\\").replace("`", "\\`") + "`";
    }
}
