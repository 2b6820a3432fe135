package dev.stackhouse.collector.budget;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;

/**
 * The collector's threads in this JVM: one group, into which the threads fall too that they start themselves, as Kafka's do. Their
 * CPU time can be told from the application's.
 */
public final class OwnThreads {
    private static final ThreadGroup GROUP = new ThreadGroup("stackhouse");

    private final Map<Long, Long> nanosByThread = new HashMap<>();
    private long nanos;

    /** A daemon thread of the group. */
    public static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(GROUP, work, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * CPU time of the threads since the first call, in nanoseconds; of one that ended, until the call before. -1 where this JVM does not
     * tell. Not thread-safe.
     */
    public long cpuNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        if (!threads.isThreadCpuTimeSupported() || !threads.isThreadCpuTimeEnabled()) {
            return -1;
        }
        // More may start meanwhile; what does not fit is seen at the next call.
        Thread[] alive = new Thread[GROUP.activeCount() + 8];
        int count = GROUP.enumerate(alive);
        Map<Long, Long> now = new HashMap<>();
        for (int i = 0; i < count; i++) {
            long id = alive[i].getId();
            long used = threads.getThreadCpuTime(id);
            if (used >= 0) {
                now.put(id, used);
                nanos += used - nanosByThread.getOrDefault(id, 0L);
            }
        }
        nanosByThread.clear();
        nanosByThread.putAll(now);
        return nanos;
    }
}
