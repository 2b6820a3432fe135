package dev.stackhouse.node.cost;

import dev.stackhouse.node.discover.ProcFs;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The threads of another JVM that work for its profiling, by the names that the kernel knows them under: async-profiler's own, and the
 * one that answers attaches, which begins and ends sessions and writes their chunks. Threads that such a thread starts without naming
 * them have its name, async-profiler's do at first. A thread is asked for its name once. Not thread-safe.
 */
final class ProfilerThreads {
    private static final Set<String> NAMES = Set.of("Attach Listener", "Async-profiler");

    private final ProcFs proc;
    private final long processId;
    private final Set<Long> seen = new HashSet<>();
    private final Map<Long, Long> nanosByThread = new HashMap<>();
    private long nanos;

    ProfilerThreads(ProcFs proc, long processId) {
        this.proc = proc;
        this.processId = processId;
    }

    /** Their CPU time in nanoseconds, of one that ended until the call before; -1 where it cannot be told. */
    long cpuNanos() {
        List<Long> threads;
        try {
            threads = proc.threadIds(processId);
        } catch (IOException e) {
            return -1;
        }
        seen.retainAll(new HashSet<>(threads));
        nanosByThread.keySet().retainAll(seen);
        for (long thread : threads) {
            try {
                boolean isNew = seen.add(thread);
                boolean isOurs =
                        isNew ? NAMES.contains(proc.threadName(processId, thread)) : nanosByThread.containsKey(thread);
                if (isOurs) {
                    long used = proc.threadCpuNanos(processId, thread);
                    nanos += Math.max(0, used - nanosByThread.getOrDefault(thread, 0L));
                    nanosByThread.put(thread, used);
                }
            } catch (IOException | RuntimeException e) {
                // It has ended meanwhile.
                seen.remove(thread);
            }
        }
        return nanos;
    }
}
