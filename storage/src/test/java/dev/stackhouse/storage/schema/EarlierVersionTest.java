package dev.stackhouse.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.storage.StoreAddress;
import dev.stackhouse.storage.TestingClickHouse;
import dev.stackhouse.storage.client.StoreClient;
import dev.stackhouse.storage.write.BlockEncoder;
import dev.stackhouse.storage.write.BlockWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A database that an earlier version left. */
class EarlierVersionTest {
    private static final long NOW = System.currentTimeMillis();

    @Test
    void theFourthBecomesTheNewestWithItsRetentionAndItsRows() {
        try (TestingClickHouse clickHouse = TestingClickHouse.start()) {
            StoreAddress earlier = new StoreAddress(
                    clickHouse.address().uri(),
                    "earlier",
                    clickHouse.address().user(),
                    clickHouse.address().password());
            makeFourth(clickHouse.address(), earlier);
            try (StoreClient client = new StoreClient(earlier, Duration.ofSeconds(30));
                    BlockWriter writer = new BlockWriter(earlier)) {
                client.execute("INSERT INTO frames (frame_id, method_name, type) VALUES"
                        + " (1, 'endpoint=/pay', 9), (2, 'exec-#', 8), (3, 'run', 2)");
                client.execute("INSERT INTO stacks (service, stack_id, frame_ids) VALUES ('shop', 7, [1, 2, 3])");
                client.execute("INSERT INTO instances (service, instance, labels, first_seen, last_seen) VALUES"
                        + " ('shop', 'a', {'version': '41'}, now() - 50, now()),"
                        + " ('shop', 'b', {'version': '41'}, now() - 100, now() - 60)");

                Migrations.apply(earlier);

                assertThat(texts(client, "SELECT thread FROM stack_threads")).containsExactly("exec-#");
                assertThat(texts(
                                client,
                                "SELECT version || ' ' || toString(last_seen - first_seen) FROM versions"
                                        + " WHERE last_seen > now() - 1000"))
                        .containsExactly("41 100");
                assertThat(texts(client, "SELECT method FROM stack_frames")).containsExactly("run");
                assertThat(texts(client, "SELECT name || ' ' || value FROM stack_labels"))
                        .containsExactly("endpoint /pay");
                for (String table :
                        List.of("facts", "rates", "ledger", "versions", "incidents", "looks", "shift_looks")) {
                    assertThat(texts(
                                    client,
                                    "SELECT engine_full FROM system.tables" + " WHERE database = 'earlier' AND name = '"
                                            + table + "'"))
                            .singleElement()
                            .asString()
                            .contains(" TTL ");
                }
                BlockEncoder encoder = new BlockEncoder();
                encoder.facts("shop", "a", new TreeMap<>(Map.of("jvm.gc", "G1")), NOW);
                writer.write(encoder.finish("token"));
                assertThat(texts(client, "SELECT facts['jvm.gc'] FROM facts")).containsExactly("G1");
            }
        }
    }

    /** As release 4 of the schema made it. */
    private static void makeFourth(StoreAddress server, StoreAddress earlier) {
        try (StoreClient client = new StoreClient(server, Duration.ofSeconds(30))) {
            client.execute("CREATE DATABASE earlier");
        }
        SchemaText text = new SchemaText("");
        try (StoreClient client = new StoreClient(earlier, Duration.ofSeconds(30))) {
            for (String resource : List.of("V2__tiers.sql", "V3__views.sql", "V4__arrivals.sql")) {
                text.statements(resource).forEach(client::execute);
            }
            for (String statement : text.statements("retention.sql")) {
                if (!statement.matches("(?s).*ALTER TABLE (facts|rates|versions|incidents|looks) .*")) {
                    client.execute(statement.replaceAll("@\\w+_days", "400"));
                }
            }
            client.execute("INSERT INTO retention (windows_days, minutes_days, totals_days) VALUES (7, 30, 400)");
            text.expand("CREATE TABLE schema_migrations (version UInt32, applied DateTime('UTC') DEFAULT now())"
                            + " ENGINE = ReplacingMergeTree(applied) ORDER BY version")
                    .forEach(client::execute);
            client.execute("INSERT INTO schema_migrations (version) VALUES (2), (3), (4)");
        }
    }

    private static List<String> texts(StoreClient client, String query) {
        List<String> texts = new ArrayList<>();
        client.query(query, Map.of(), row -> texts.add(row.getString(1)));
        return texts;
    }
}
