package dev.stackhouse.collector.context;

import java.lang.reflect.Field;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongConsumer;
import java.util.function.ToLongBiFunction;

/**
 * Gives the application's threads the functions that open and close scopes: the other end of {@code dev.stackhouse.api.Handover}, which
 * names the contract. Both ends know nothing of each other but an array that the agent's class has, and types of the JDK. A copy of
 * the API that is loaded later finds the array by itself; those that were loaded before there was an agent are given it.
 */
public final class Handover {
    private static final String API = "dev.stackhouse.api.Stackhouse";
    private static final String FIELD = "collector";
    private static final int LABEL = 0;
    private static final int SPAN = 1;
    private static final int CLOSE = 2;

    private final AtomicReferenceArray<Object> functions;

    public Handover(AtomicReferenceArray<Object> functions) {
        this.functions = functions;
    }

    /**
     * From now on scopes are opened there.
     *
     * @param loaded all classes of this JVM, asked for after the agent's class was there
     */
    public void begin(Contexts contexts, Class<?>[] loaded) {
        LongConsumer close = contexts::close;
        ToLongBiFunction<String, String> label = contexts::openLabel;
        ToLongBiFunction<String, String> span = contexts::openSpan;
        functions.set(CLOSE, close);
        functions.set(SPAN, span);
        functions.set(LABEL, label);
        for (Class<?> type : loaded) {
            if (type.getName().equals(API)) {
                tell(type);
            }
        }
    }

    private void tell(Class<?> api) {
        try {
            Field field = api.getDeclaredField(FIELD);
            field.setAccessible(true);
            field.set(null, functions);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            // One that cannot be told does without labels.
        }
    }

    /** From now on no scope is opened, and the application refers to nothing of this collector. */
    public void end() {
        functions.set(LABEL, null);
        functions.set(SPAN, null);
        functions.set(CLOSE, null);
    }
}
