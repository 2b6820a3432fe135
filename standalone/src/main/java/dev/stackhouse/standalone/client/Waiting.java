package dev.stackhouse.standalone.client;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Says on standard error that a question takes longer than two seconds, and how long it has taken every five seconds from then on. */
final class Waiting implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 2;
    private static final int PERIOD_SECONDS = 5;

    private final ScheduledExecutorService ticker;

    private Waiting(ScheduledExecutorService ticker) {
        this.ticker = ticker;
    }

    static Waiting begin(String server) {
        ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "waiting");
            thread.setDaemon(true);
            return thread;
        });
        long startNanos = System.nanoTime();
        var unused = ticker.scheduleAtFixedRate(
                () -> System.err.println(
                        "Waiting for " + server + " ... " + (System.nanoTime() - startNanos) / 1_000_000_000 + " s"),
                PATIENCE_SECONDS,
                PERIOD_SECONDS,
                TimeUnit.SECONDS);
        return new Waiting(ticker);
    }

    @Override
    public void close() {
        ticker.shutdownNow();
    }
}
