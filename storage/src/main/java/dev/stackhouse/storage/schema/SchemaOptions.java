package dev.stackhouse.storage.schema;

import org.jspecify.annotations.Nullable;

/**
 * How the tables are made.
 *
 * @param cluster name of the ClickHouse cluster over which the tables are replicated and, by service, sharded; empty for one
 *     server
 * @param retention what to keep from now on; null leaves what the tables have
 */
public record SchemaOptions(String cluster, @Nullable Retention retention) {
    /** One server, with the retention that the tables have. */
    public static final SchemaOptions DEFAULT = new SchemaOptions("", null);

    public SchemaOptions {
        if (!cluster.matches("[a-zA-Z0-9_.-]*")) {
            throw new IllegalArgumentException("'" + cluster + "' cannot be the name of a ClickHouse cluster");
        }
    }
}
