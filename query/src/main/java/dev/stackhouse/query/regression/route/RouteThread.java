package dev.stackhouse.query.regression.route;

import dev.stackhouse.process.LogLine;
import dev.stackhouse.query.regression.Leadership;
import dev.stackhouse.storage.StorageException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives a route its turns, on a thread of its own: one that hangs holds up no other. */
final class RouteThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RouteThread.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final RouteRun run;
    private final Leadership leadership;
    private final Duration pause;
    private final Thread thread;
    private String complaint = "";

    RouteThread(String name, RouteRun run, Leadership leadership, Duration pause) {
        this.run = run;
        this.leadership = leadership;
        this.pause = pause;
        this.thread = new Thread(this::turns, "route-" + name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void turns() {
        try {
            while (true) {
                turn();
                Thread.sleep(pause.toMillis());
            }
        } catch (InterruptedException e) {
            // It is closed.
        } finally {
            leadership.release();
        }
    }

    private void turn() throws InterruptedException {
        try {
            run.turn();
            complaint = "";
        } catch (RuntimeException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            boolean away = e instanceof StorageException failed
                    && failed.category() == StorageException.Category.UNAVAILABLE; // told by those who ask more often
            String error = String.valueOf(e.getMessage());
            if (!away && !error.equals(complaint)) {
                complaint = error;
                LOG.error(
                        LogLine.of("A route cannot be told of incidents.")
                                .with("error", error)
                                .toString(),
                        e);
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
