package dev.stackhouse.bench.chaos;

import dev.stackhouse.process.ChildProcess;
import dev.stackhouse.proto.query.v1.ListServicesRequest;
import dev.stackhouse.standalone.client.CommandException;
import dev.stackhouse.standalone.client.QueryClient;
import dev.stackhouse.storage.StoreAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A query server in a process of its own, as in a fleet, beside the one in the launcher. For one thread. */
final class SecondQueryServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Product product;
    private final int port;
    private @Nullable ChildProcess process;

    SecondQueryServer(Product product, int port) {
        this.product = product;
        this.port = port;
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    /**
     * Ends it at once if it runs, starts it on the same port, and returns when it answers.
     *
     * @throws IllegalStateException if it does not
     */
    void restart() throws IOException, InterruptedException {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        StoreAddress store = null;
        QueryClient client = new QueryClient(address());
        while (System.nanoTime() < deadlineNanos) {
            StoreAddress now = product.awaitStore();
            if (!now.equals(store)) {
                // A launcher that was started again takes another port for ClickHouse.
                store = now;
                start(store);
            }
            try {
                client.ask(stub -> stub.listServices(ListServicesRequest.getDefaultInstance()));
                return;
            } catch (CommandException e) {
                TimeUnit.MILLISECONDS.sleep(500);
            }
        }
        throw new IllegalStateException("the second query server does not answer");
    }

    private void start(StoreAddress store) {
        close();
        ChildProcess child = ChildProcess.start(
                "Query server",
                ChildProcess.javaCommand(
                        List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                        System.getProperty("java.class.path"),
                        "dev.stackhouse.query.QueryMain",
                        List.of()),
                store.variables(Map.of("STACKHOUSE_HTTP_PORT", Integer.toString(port))));
        process = child;
        child.awaitReady(PATIENCE);
    }

    /** Ends it at once. */
    @Override
    public void close() {
        ChildProcess child = process;
        if (child != null) {
            child.kill();
        }
    }
}
