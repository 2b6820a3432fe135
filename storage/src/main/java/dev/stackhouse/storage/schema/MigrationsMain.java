package dev.stackhouse.storage.schema;

import dev.stackhouse.storage.StorageException;
import dev.stackhouse.storage.StoreAddress;
import java.net.URI;
import java.util.Map;

/** Applies the migrations to the server that the environment names, and ends. */
public final class MigrationsMain {
    private MigrationsMain() {}

    public static void main(String[] args) {
        Map<String, String> environment = System.getenv();
        StoreAddress address = new StoreAddress(
                URI.create(environment.getOrDefault("STACKHOUSE_CLICKHOUSE_URL", "http://127.0.0.1:8123")),
                environment.getOrDefault("STACKHOUSE_CLICKHOUSE_DATABASE", "stackhouse"),
                environment.getOrDefault("STACKHOUSE_CLICKHOUSE_USER", "stackhouse"),
                environment.getOrDefault("STACKHOUSE_CLICKHOUSE_PASSWORD", ""));
        try {
            int version = Migrations.apply(address, SchemaSettings.parse(environment));
            System.out.println("schema version " + version + " at " + address);
        } catch (StorageException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
