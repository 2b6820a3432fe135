package dev.stackhouse.api;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongConsumer;
import java.util.function.ToLongBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The way to the collector, whose classes are out of sight, in types of the JDK alone: an array of functions that the agent's class
 * has in the system class loader. A collector fills it when it starts and empties it when it ends, so that nothing here keeps one
 * alive. Several copies of this class in different class loaders share it. The array and the meaning of its elements are a contract
 * between versions: elements are only ever added.
 */
final class Handover {
    /** {@code ToLongBiFunction<String, String>}: opens a label by name and value, gives a token, 0 for none. */
    static final int LABEL = 0;
    /** {@code ToLongBiFunction<String, String>}: opens a span by trace id and span id, gives a token, 0 for none. */
    static final int SPAN = 1;
    /** {@code LongConsumer}: closes what the token is of. */
    static final int CLOSE = 2;

    private static final String AGENT = "dev.stackhouse.collector.agent.Agent";

    private Handover() {}

    /** The array, or null if there is no agent in this JVM yet. */
    @SuppressWarnings("unchecked") // As the contract says.
    static @Nullable AtomicReferenceArray<Object> find() {
        try {
            Class<?> agent = Class.forName(AGENT, true, ClassLoader.getSystemClassLoader());
            return (AtomicReferenceArray<Object>) agent.getMethod("handover").invoke(null);
        } catch (Throwable e) {
            // Whatever it is, the application does without.
            return null;
        }
    }

    @SuppressWarnings("unchecked") // As the contract says.
    static Scope open(AtomicReferenceArray<Object> collector, int what, String first, String second) {
        try {
            Object open = collector.get(what);
            if (open == null) {
                return Scope.NONE;
            }
            long token = ((ToLongBiFunction<String, String>) open).applyAsLong(first, second);
            return token == 0 ? Scope.NONE : new Scope(collector, token);
        } catch (Throwable e) {
            return Scope.NONE;
        }
    }

    static void close(AtomicReferenceArray<Object> collector, long token) {
        try {
            LongConsumer close = (LongConsumer) collector.get(CLOSE);
            if (close != null) {
                close.accept(token);
            }
        } catch (Throwable e) {
            // Not the application's concern.
        }
    }
}
