package dev.stackhouse.api;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Says what the current thread works on, so that a profile can be grouped and filtered by it:
 *
 * <pre>{@code
 * try (Scope scope = Stackhouse.label("endpoint", "/pay")) {
 *     ...
 * }
 * }</pre>
 *
 * <p>While no collector profiles this JVM, each call reads one field and returns a constant. A collector that is attached later
 * takes effect at once, for scopes that are opened from then on; one that is detached is forgotten. Nothing here ever throws. All
 * methods may be called by any thread. On virtual threads they do nothing.
 */
public final class Stackhouse {
    /**
     * What the collector of this JVM answers to, or null while there never was one: see {@link Handover}. A collector that comes after this
     * class sets it.
     */
    private static volatile @Nullable AtomicReferenceArray<Object> collector = Handover.find();

    private Stackhouse() {}

    /**
     * Labels what the current thread does until the scope is closed, by this thread. Of several labels of one name the innermost
     * counts.
     *
     * @param name of the label: {@code [a-zA-Z_][a-zA-Z0-9_.]*}, at most 100 characters
     * @param value one of few: each makes a branch of its own in a flame graph
     */
    public static Scope label(String name, String value) {
        AtomicReferenceArray<Object> present = collector;
        return present == null ? Scope.NONE : Handover.open(present, Handover.LABEL, name, value);
    }

    /**
     * Says to which span of a distributed trace belongs what the current thread does until the scope is closed, by this thread.
     *
     * @param traceId W3C trace id, 32 hexadecimal digits; anything else means that there is no trace
     * @param spanId W3C span id, 16 hexadecimal digits
     */
    public static Scope span(String traceId, String spanId) {
        AtomicReferenceArray<Object> present = collector;
        return present == null ? Scope.NONE : Handover.open(present, Handover.SPAN, traceId, spanId);
    }
}
