package dev.stackhouse.query.server;

import dev.stackhouse.proto.query.v1.IncidentChange;
import dev.stackhouse.storage.StorageException;
import dev.stackhouse.storage.regression.ChangeCursor;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Those who watch incidents. The store is asked for each of them again and again; in between no thread waits. Thread-safe. */
final class IncidentWatches implements AutoCloseable {
    private static final long PAUSE_MILLIS = Duration.ofSeconds(1).toMillis();
    private static final int MOST_WATCHES = 100;
    private static final int MOST_CHANGES = 500;

    private final RegressionAnswers answers;
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    IncidentWatches(RegressionAnswers answers) {
        this.answers = answers;
    }

    /**
     * Sends every change after a place until the caller has gone.
     *
     * @param executor may block
     */
    void begin(
            String service,
            ChangeCursor cursor,
            ServerCallStreamObserver<IncidentChange> observer,
            ScheduledExecutorService executor) {
        if (watches.size() >= MOST_WATCHES) {
            throw new RequestException(
                    RequestException.Category.BUSY,
                    "all " + MOST_WATCHES + " places for those who watch are taken; list the changes instead");
        }
        Watch watch = new Watch(service, observer, executor, cursor);
        watches.add(watch);
        observer.setOnCancelHandler(() -> watches.remove(watch));
        if (closed) {
            close();
        } else {
            executor.execute(watch);
        }
    }

    private final class Watch implements Runnable {
        private final String service;
        private final ServerCallStreamObserver<IncidentChange> observer;
        private final ScheduledExecutorService executor;
        private ChangeCursor cursor;

        Watch(
                String service,
                ServerCallStreamObserver<IncidentChange> observer,
                ScheduledExecutorService executor,
                ChangeCursor cursor) {
            this.service = service;
            this.observer = observer;
            this.executor = executor;
            this.cursor = cursor;
        }

        @Override
        public void run() {
            if (observer.isCancelled() || !watches.contains(this)) {
                watches.remove(this);
                return;
            }
            try {
                boolean more = observer.isReady() && send();
                var unused = executor.schedule(this, more ? 0 : PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (RuntimeException e) {
                if (observer.isCancelled() || closed) {
                    watches.remove(this); // Nobody is there to be told.
                } else {
                    end(ErrorStatus.of(e));
                }
            }
        }

        /** Whether there may be more. */
        private boolean send() {
            List<IncidentChange> changes;
            try {
                changes = answers.changes(service, cursor, MOST_CHANGES);
            } catch (StorageException e) {
                if (e.category() == StorageException.Category.UNAVAILABLE) {
                    return false; // It comes back, and nothing was missed.
                }
                throw e;
            }
            for (IncidentChange change : changes) {
                observer.onNext(change);
                cursor = IncidentCursor.parse(change.getCursor());
            }
            return changes.size() == MOST_CHANGES;
        }

        void end(Status status) {
            if (watches.remove(this)) {
                observer.onError(status.asRuntimeException());
            }
        }
    }

    /** Ends all of them; they go on at another server from their cursors. */
    @Override
    public void close() {
        closed = true;
        for (Watch watch : watches) {
            watch.end(Status.UNAVAILABLE.withDescription("this server stops; go on from the cursor"));
        }
    }
}
