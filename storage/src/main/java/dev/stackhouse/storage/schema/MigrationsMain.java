package dev.stackhouse.storage.schema;

import dev.stackhouse.storage.StorageException;
import dev.stackhouse.storage.StoreAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Map;

/** Applies the migrations to the server that the environment names, ages what is due, and ends. To be run every few hours. */
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
            SchemaOptions options = SchemaSettings.parse(environment);
            int version = Migrations.apply(address, options);
            int days = Ageing.run(address, options, Instant.now());
            System.out.println("schema version " + version + " at " + address + ", days made coarser: " + days);
        } catch (StorageException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
