package dev.stackhouse.query;

import dev.stackhouse.query.server.QueryServer;
import dev.stackhouse.query.server.QueryServerConfig;
import dev.stackhouse.storage.StoreAddress;
import java.net.URI;
import java.time.Clock;

/** A real query server on a free port of this machine. */
public final class TestingQueryServer implements AutoCloseable {
    private final QueryServer server;
    private final int port;

    private TestingQueryServer(QueryServer server) {
        this.server = server;
        this.port = server.start();
    }

    public static TestingQueryServer start(StoreAddress store) {
        return start(QueryServerConfig.of(0, store), Clock.systemUTC());
    }

    public static TestingQueryServer start(QueryServerConfig config, Clock clock) {
        return new TestingQueryServer(new QueryServer(config, clock));
    }

    /** Without a path. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        server.close();
    }
}
