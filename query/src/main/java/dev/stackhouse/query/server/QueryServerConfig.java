package dev.stackhouse.query.server;

import dev.stackhouse.query.regression.RegressionSettings;
import dev.stackhouse.storage.StoreAddress;
import java.time.Duration;

/**
 * What a query server needs to know.
 *
 * @param host address to listen on
 * @param port 0 takes a free one
 * @param store where the profiles are
 * @param queryLimit time after which the store gives a query up
 * @param maxConcurrentQueries queries beyond these are refused at once
 * @param regressions whether it looks at deploys, and how
 */
public record QueryServerConfig(
        String host,
        int port,
        StoreAddress store,
        Duration queryLimit,
        int maxConcurrentQueries,
        RegressionSettings regressions) {
    public static final String DEFAULT_HOST = "127.0.0.1";
    public static final int DEFAULT_PORT = 8700;
    public static final Duration DEFAULT_QUERY_LIMIT = Duration.ofSeconds(30);
    public static final int DEFAULT_MAX_CONCURRENT_QUERIES = 16;

    /** A server on this machine with the usual limits. */
    public static QueryServerConfig of(int port, StoreAddress store) {
        return of(port, store, RegressionSettings.DEFAULT);
    }

    /** The same with other settings of regressions. */
    public static QueryServerConfig of(int port, StoreAddress store, RegressionSettings regressions) {
        return new QueryServerConfig(
                DEFAULT_HOST, port, store, DEFAULT_QUERY_LIMIT, DEFAULT_MAX_CONCURRENT_QUERIES, regressions);
    }
}
