package one.profiler;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What the collector needs of async-profiler's class of this name, in its place: native methods are found by the names of their classes. The
 * original registers itself with the native library, which then keeps it, and so its class loader, for as long as the JVM lives.
 */
public final class Recording {
    private Recording() {}

    /**
     * Memory of the current thread, in native order, that begins with the time of the last sample that was taken on it by itself: a long, on the
     * profiler's clock. Null if there is no room for it.
     *
     * @throws UnsatisfiedLinkError if this class's loader has not loaded async-profiler
     */
    public static native @Nullable ByteBuffer getThreadLocalBuffer();
}
