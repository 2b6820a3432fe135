package dev.stackhouse.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaTextTest {
    private static final String TABLE = "CREATE TABLE IF NOT EXISTS stacks@local@on_cluster (x Date)"
            + " ENGINE = @engine(ReplacingMergeTree, seen) ORDER BY x SETTINGS @dedup";

    @Test
    void makesPlainTablesOnOneServer() {
        assertThat(new SchemaText("").expand(TABLE))
                .containsExactly(
                        "CREATE TABLE IF NOT EXISTS stacks (x Date) ENGINE = ReplacingMergeTree(seen) ORDER BY x"
                                + " SETTINGS non_replicated_deduplication_window = 10000");
    }

    @Test
    void makesReplicatedTablesUnderDistributedOnesOnACluster() {
        assertThat(new SchemaText("fleet").expand(TABLE))
                .containsExactly(
                        "CREATE TABLE IF NOT EXISTS stacks_local ON CLUSTER 'fleet' (x Date)"
                                + " ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/{database}/{table}',"
                                + " '{replica}', seen) ORDER BY x SETTINGS replicated_deduplication_window = 10000",
                        "CREATE TABLE IF NOT EXISTS stacks ON CLUSTER 'fleet' AS stacks_local"
                                + " ENGINE = Distributed('fleet', currentDatabase(), 'stacks_local', cityHash64(service))");
    }

    @Test
    void leavesNoPlaceholderInAnyStatement() {
        for (String cluster : List.of("", "fleet")) {
            SchemaText text = new SchemaText(cluster);
            assertThat(text.statements("V2__tiers.sql"))
                    .hasSizeGreaterThan(10)
                    .allSatisfy(statement -> assertThat(statement).doesNotContain("@"));
            assertThat(text.statements("retention.sql"))
                    .allSatisfy(statement -> assertThat(statement.replaceAll("@(minutes_days|totals_days)", ""))
                            .doesNotContain("@"));
        }
    }

    @Test
    void refusesANameThatIsNone() {
        assertThatThrownBy(() -> new SchemaOptions("a'; DROP", null)).hasMessageContaining("a'; DROP");
    }
}
