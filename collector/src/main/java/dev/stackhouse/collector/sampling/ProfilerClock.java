package dev.stackhouse.collector.sampling;

import dev.stackhouse.collector.context.Contexts;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The clock of the samples that a {@link Session} takes in this JVM, in nanoseconds: async-profiler's {@code clock=monotonic}, which is that
 * of {@link System#nanoTime}; and when the last sample of a thread was taken on it.
 */
public final class ProfilerClock {
    /** What lasts so long is long: less than wall time is commonly sampled at. */
    private static final long LONG_NANOS = 10_000_000;

    private ProfilerClock() {}

    /** What the threads of this JVM work on, on this clock. */
    public static Contexts contexts() {
        return new Contexts(System::nanoTime, ProfilerClock::lastSampleNanos, LONG_NANOS);
    }

    /** Tells the current thread, and no other, when the last sample of it was taken by itself. Null if that cannot be told. */
    static @Nullable LongSupplier lastSampleNanos() {
        try {
            ByteBuffer buffer = one.profiler.Recording.getThreadLocalBuffer();
            if (buffer == null) {
                return null;
            }
            ByteBuffer nanos = buffer.order(ByteOrder.nativeOrder());
            return () -> nanos.getLong(0);
        } catch (RuntimeException | LinkageError e) {
            return null;
        }
    }
}
