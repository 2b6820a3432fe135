package dev.stackhouse.storage.client;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets another thread cancel the statements of some work in ClickHouse, those that run and those that have not begun.
 * Thread-safe.
 */
public final class Cancellation {
    private static final ThreadLocal<@Nullable Cancellation> CURRENT = new ThreadLocal<>();

    private final Map<String, Runnable> killers = new HashMap<>();
    private boolean cancelled;

    /** Does the work on this thread; its statements can be cancelled meanwhile. */
    public <T> T during(Supplier<T> work) {
        CURRENT.set(this);
        try {
            return work.get();
        } finally {
            CURRENT.remove();
        }
    }

    /** Cancels what runs and refuses what would begin. */
    public void cancel() {
        Map<String, Runnable> running;
        synchronized (this) {
            cancelled = true;
            running = Map.copyOf(killers);
        }
        running.values().forEach(Runnable::run);
    }

    /** The cancellation of the work that this thread does, if it can be cancelled. */
    static @Nullable Cancellation current() {
        return CURRENT.get();
    }

    /** Whether the statement may begin. */
    synchronized boolean begins(String queryId, Runnable killer) {
        if (!cancelled) {
            killers.put(queryId, killer);
        }
        return !cancelled;
    }

    synchronized void ended(String queryId) {
        killers.remove(queryId);
    }
}
