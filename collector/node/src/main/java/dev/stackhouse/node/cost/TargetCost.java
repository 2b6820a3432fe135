package dev.stackhouse.node.cost;

import dev.stackhouse.node.discover.ProcFs;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.BooleanSupplier;

/**
 * What profiling one JVM costs, but for the taking of samples in the application's threads, which does not show from outside: the CPU of
 * the daemon's threads while they work for that JVM, and that of the profiler's threads in it. Used by one thread at a time.
 */
public final class TargetCost {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final ProfilerThreads inJvm;
    private long ownNanos;

    public TargetCost(ProcFs proc, long processId) {
        this.inJvm = new ProfilerThreads(proc, processId);
    }

    /** Does something for that JVM. */
    public boolean of(BooleanSupplier work) {
        long beforeNanos = THREADS.getCurrentThreadCpuTime();
        try {
            return work.getAsBoolean();
        } finally {
            ownNanos += THREADS.getCurrentThreadCpuTime() - beforeNanos;
        }
    }

    /** All of it until now; -1 where that cannot be told. */
    public long cpuNanos() {
        long inJvmNanos = inJvm.cpuNanos();
        return inJvmNanos < 0 ? -1 : ownNanos + inJvmNanos;
    }
}
