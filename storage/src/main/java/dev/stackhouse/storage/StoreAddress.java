package dev.stackhouse.storage;

import java.net.URI;

/**
 * Where a ClickHouse server answers and who asks it.
 *
 * @param uri HTTP(S) address, for example {@code http://127.0.0.1:8123}
 * @param database name of the database that holds the tables
 */
public record StoreAddress(URI uri, String database, String user, String password) {
    @Override
    public String toString() {
        return user + "@" + uri + "/" + database;
    }
}
