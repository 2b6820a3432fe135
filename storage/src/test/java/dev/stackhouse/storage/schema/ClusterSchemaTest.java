package dev.stackhouse.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.storage.TestingClickHouse;
import dev.stackhouse.storage.client.StoreClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** There is no cluster here; but the engine can say whether it understands what a cluster would be told. */
class ClusterSchemaTest {
    @Test
    void theEngineUnderstandsEveryStatement() {
        SchemaText text = new SchemaText("fleet");
        try (TestingClickHouse clickHouse = TestingClickHouse.start();
                StoreClient client = new StoreClient(clickHouse.address(), Duration.ofSeconds(30))) {
            for (String resource : List.of(
                    "V2__tiers.sql",
                    "V3__views.sql",
                    "V4__arrivals.sql",
                    "V5__declarations.sql",
                    "V6__regressions.sql",
                    "retention.sql")) {
                for (String statement : text.statements(resource)) {
                    List<String> tree = new ArrayList<>();
                    client.query(
                            "EXPLAIN AST " + statement.replaceAll("@\\w+_days", "7"),
                            Map.of(),
                            row -> tree.add(row.getString(1)));
                    assertThat(tree).as(statement).isNotEmpty();
                }
            }
        }
    }
}
