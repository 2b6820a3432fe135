package dev.stackhouse.query.server;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Lets a bounded number of queries run at once and refuses the others without waiting. Thread-safe. */
final class QueryGate {
    private final int places;
    private final Semaphore free;

    QueryGate(int places) {
        this.places = places;
        this.free = new Semaphore(places);
    }

    <T> T enter(Supplier<T> query) {
        if (!free.tryAcquire()) {
            throw new RequestException(
                    RequestException.Category.BUSY,
                    "all " + places + " places for queries are taken; try again in a moment");
        }
        try {
            return query.get();
        } finally {
            free.release();
        }
    }
}
