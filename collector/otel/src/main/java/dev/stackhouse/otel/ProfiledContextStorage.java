package dev.stackhouse.otel;

import dev.stackhouse.api.Stackhouse;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * OpenTelemetry's storage of what is current on a thread, which tells the profiler of the span in it. Whatever makes a span
 * current goes through here: the SDK, the instrumentation of an agent, executors that pass a context on.
 */
public final class ProfiledContextStorage implements ContextStorage {
    private final ContextStorage storage;

    private ProfiledContextStorage(ContextStorage storage) {
        this.storage = storage;
    }

    /** Has to be called before anything is made current: by a program that sets its SDK up by itself, before it does. */
    public static void install() {
        ContextStorage.addWrapper(ProfiledContextStorage::new);
    }

    @Override
    public Scope attach(Context context) {
        Scope theirs = storage.attach(context);
        if (theirs == Scope.noop()) {
            // It is the current one already.
            return theirs;
        }
        SpanContext span = Span.fromContext(context).getSpanContext();
        // One that is not valid ends what was current before, as it does for OpenTelemetry.
        dev.stackhouse.api.Scope ours = Stackhouse.span(span.getTraceId(), span.getSpanId());
        return () -> {
            ours.close();
            theirs.close();
        };
    }

    @Override
    public @Nullable Context current() {
        return storage.current();
    }

    @Override
    public Context root() {
        return storage.root();
    }
}
