package dev.stackhouse.query;

import dev.stackhouse.query.server.QueryServer;
import dev.stackhouse.query.server.QueryServerConfig;
import java.util.concurrent.CountDownLatch;

/**
 * The query server as a process. Configured by environment variables STACKHOUSE_HTTP_HOST, STACKHOUSE_HTTP_PORT,
 * STACKHOUSE_CLICKHOUSE_URL, _DATABASE, _USER and _PASSWORD, STACKHOUSE_QUERY_LIMIT, STACKHOUSE_QUERY_CONCURRENCY,
 * STACKHOUSE_REGRESSIONS and STACKHOUSE_REGRESSION_RULES. Prints {@code READY port=..} once it listens and ends in order on SIGTERM.
 */
public final class QueryMain {
    private QueryMain() {}

    public static void main(String[] args) throws InterruptedException {
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "dev/stackhouse/query/logback.xml");
        }
        System.exit(run());
    }

    private static int run() throws InterruptedException {
        QueryServerConfig config;
        try {
            config = QueryEnvironment.parse(System.getenv());
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return 2;
        }
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        try (QueryServer server = new QueryServer(config)) {
            int port = server.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stopInOrder(stop, stopped), "shutdown"));
            System.out.println("READY port=" + port);
            stop.await();
        } catch (IllegalStateException e) {
            System.err.println(e.getMessage() + "; set STACKHOUSE_HTTP_HOST and STACKHOUSE_HTTP_PORT");
            return 1;
        } finally {
            stopped.countDown();
        }
        return 0;
    }

    /** The process ends when this returns. */
    private static void stopInOrder(CountDownLatch stop, CountDownLatch stopped) {
        stop.countDown();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
