package dev.stackhouse.collector.sampling;

import dev.stackhouse.collector.context.Contexts;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The clock of async-profiler's samples in this JVM, and when the last sample of a thread was taken on it. To be asked only once sampling
 * has begun: until then it is not settled which clock that is.
 */
public final class ProfilerClock {
    /** What async-profiler's own spans use; it is not public. */
    private static final @Nullable Method THREAD_LOCAL_BUFFER = threadLocalBuffer();

    /** What lasts 10 ms is long: less than wall time is commonly sampled at. */
    private static final long LONG_PER_SECOND = 100;

    private ProfilerClock() {}

    private static @Nullable Method threadLocalBuffer() {
        try {
            Method method = one.profiler.Recording.class.getDeclaredMethod("getThreadLocalBuffer");
            method.setAccessible(true);
            return method;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }

    /** What the threads of this JVM work on, on this clock. */
    public static Contexts contexts() {
        return new Contexts(
                ProfilerClock::ticks, ProfilerClock::lastSampleTicks, () -> ticksPerSecond() / LONG_PER_SECOND);
    }

    static long ticks() {
        return one.profiler.Recording.timestamp();
    }

    static long ticksPerSecond() {
        return one.profiler.Recording.clockFrequency();
    }

    /** Tells the current thread, and no other, when the last sample of it was taken by itself. Null if that cannot be told. */
    static @Nullable LongSupplier lastSampleTicks() {
        try {
            Object buffer = THREAD_LOCAL_BUFFER == null ? null : THREAD_LOCAL_BUFFER.invoke(null);
            if (buffer == null) {
                return null;
            }
            ByteBuffer ticks = ((ByteBuffer) buffer).order(ByteOrder.nativeOrder());
            return () -> ticks.getLong(0);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return null;
        }
    }
}
