package dev.stackhouse.api;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** How long a label or a span lasts: until it is closed, by the thread that opened it. Closing it again does nothing. */
public final class Scope implements AutoCloseable {
    static final Scope NONE = new Scope(null, 0);

    /** Not the collector itself: a scope that is never closed shall not keep one alive. */
    private final @Nullable AtomicReferenceArray<Object> collector;

    private final long token;

    Scope(@Nullable AtomicReferenceArray<Object> collector, long token) {
        this.collector = collector;
        this.token = token;
    }

    @Override
    public void close() {
        if (collector != null) {
            Handover.close(collector, token);
        }
    }
}
