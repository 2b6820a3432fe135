package dev.stackhouse.storage.read;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is read again once it is too old. Thread-safe. */
final class Remembered<T> {
    private final long memoryNanos;
    private final Supplier<T> source;
    private @Nullable T value;
    private long readNanos;

    Remembered(Duration memory, Supplier<T> source) {
        this.memoryNanos = memory.toNanos();
        this.source = source;
    }

    synchronized T get() {
        T known = value;
        if (known == null || System.nanoTime() - readNanos > memoryNanos) {
            known = source.get();
            value = known;
            readNanos = System.nanoTime();
        }
        return known;
    }
}
