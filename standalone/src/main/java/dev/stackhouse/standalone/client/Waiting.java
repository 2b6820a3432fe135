package dev.stackhouse.standalone.client;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A line on standard error that counts the seconds of a question that takes longer than two, in a terminal only. */
final class Waiting implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 2;

    private final ScheduledExecutorService ticker;
    private final String server;
    private int seconds = PATIENCE_SECONDS;

    private Waiting(String server) {
        this.server = server;
        this.ticker = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "waiting");
            thread.setDaemon(true);
            return thread;
        });
    }

    static Waiting begin(String server) {
        Waiting waiting = new Waiting(server);
        if (System.console() != null) {
            var unused = waiting.ticker.scheduleAtFixedRate(waiting::tick, PATIENCE_SECONDS, 1, TimeUnit.SECONDS);
        }
        return waiting;
    }

    private synchronized void tick() {
        System.err.print("\rWaiting for " + server + " ... " + seconds++ + " s");
    }

    /** Wipes the line. */
    @Override
    public synchronized void close() {
        ticker.shutdownNow();
        if (seconds > PATIENCE_SECONDS) {
            System.err.print("\r" + " ".repeat(40 + server.length()) + "\r");
        }
    }
}
