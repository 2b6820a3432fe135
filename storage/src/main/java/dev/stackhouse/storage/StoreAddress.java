package dev.stackhouse.storage;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a ClickHouse server answers and who asks it.
 *
 * @param uri HTTP(S) address, for example {@code http://127.0.0.1:8123}
 * @param database name of the database that holds the tables
 */
public record StoreAddress(URI uri, String database, String user, String password) {
    /**
     * The environment variables that tell a process of this product about it.
     *
     * @param others that the process needs beside them
     */
    public Map<String, String> variables(Map<String, String> others) {
        Map<String, String> variables = new TreeMap<>(others);
        variables.put("STACKHOUSE_CLICKHOUSE_URL", uri.toString());
        variables.put("STACKHOUSE_CLICKHOUSE_DATABASE", database);
        variables.put("STACKHOUSE_CLICKHOUSE_USER", user);
        variables.put("STACKHOUSE_CLICKHOUSE_PASSWORD", password);
        return variables;
    }

    @Override
    public String toString() {
        return user + "@" + uri + "/" + database;
    }
}
