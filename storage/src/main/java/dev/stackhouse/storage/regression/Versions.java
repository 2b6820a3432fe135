package dev.stackhouse.storage.regression;

import dev.stackhouse.storage.client.StoreClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads which versions services had, and when. Thread-safe. */
public final class Versions {
    private final StoreClient client;

    Versions(StoreClient client) {
        this.client = client;
    }

    /**
     * The versions of every service that has had a new one since a moment, as far as they ran since then: by service, in the order
     * in which they were first seen.
     */
    public List<ServiceVersion> ofServicesWithNew(long sinceMillis) {
        return read(
                "service IN (SELECT service FROM versions GROUP BY service, version"
                        + " HAVING min(first_seen) >= fromUnixTimestamp({since:Int64}))",
                Map.of("since", sinceMillis / 1000));
    }

    /** The versions of one service that ran since a moment, in the same order. */
    public List<ServiceVersion> of(String service, long sinceMillis) {
        return read("service = {service:String}", Map.of("since", sinceMillis / 1000, "service", service));
    }

    /** The versions of every service that ran since a moment, in the same order. */
    public List<ServiceVersion> running(long sinceMillis) {
        return read("1", Map.of("since", sinceMillis / 1000));
    }

    private List<ServiceVersion> read(String condition, Map<String, Object> parameters) {
        List<ServiceVersion> versions = new ArrayList<>();
        client.query(
                "SELECT toString(service) AS name, version, toInt64(toUnixTimestamp(min(first_seen))) AS first,"
                        + " toInt64(toUnixTimestamp(max(last_seen))) AS last FROM versions WHERE " + condition
                        + " GROUP BY name, version HAVING last >= {since:Int64} ORDER BY name, first, version",
                parameters,
                row -> versions.add(new ServiceVersion(
                        row.getString(1), row.getString(2), row.getLong(3) * 1000, row.getLong(4) * 1000)));
        return versions;
    }
}
