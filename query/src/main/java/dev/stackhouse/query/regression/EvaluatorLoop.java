package dev.stackhouse.query.regression;

import dev.stackhouse.process.LogLine;
import dev.stackhouse.storage.StorageException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that gives the evaluator its turns. Start and close it from one thread. */
final class EvaluatorLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EvaluatorLoop.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Evaluator evaluator;
    private final Leadership leadership;
    private final EvaluatorMetrics metrics;
    private final Duration pause;
    private @Nullable Thread thread;
    private String complaint = "";

    /**
     * @param pause between two turns
     */
    EvaluatorLoop(Evaluator evaluator, Leadership leadership, EvaluatorMetrics metrics, Duration pause) {
        this.evaluator = evaluator;
        this.leadership = leadership;
        this.metrics = metrics;
        this.pause = pause;
    }

    void start() {
        Thread started = new Thread(this::run, "regressions");
        started.setDaemon(true);
        started.start();
        thread = started;
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(pause.toMillis());
                turn();
            }
        } catch (InterruptedException e) {
            // It is closed.
        } finally {
            metrics.leads(false);
            leadership.release();
        }
    }

    private void turn() throws InterruptedException {
        try {
            evaluator.turn();
            complaint = "";
        } catch (StorageException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            metrics.leads(false);
            // That the store is away is told by those who ask it more often.
            if (e.category() != StorageException.Category.UNAVAILABLE) {
                complain(e);
            }
        } catch (RuntimeException e) {
            metrics.failed();
            complain(e);
        }
    }

    private void complain(RuntimeException e) {
        String error = String.valueOf(e.getMessage());
        if (!error.equals(complaint)) {
            complaint = error;
            LOG.error(
                    LogLine.of("No deploy is looked at; may the store's user insert, and are the migrations applied?")
                            .with("error", error)
                            .toString(),
                    e);
        }
    }

    @Override
    public void close() {
        Thread started = thread;
        if (started != null) {
            started.interrupt();
            try {
                started.join(PATIENCE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
