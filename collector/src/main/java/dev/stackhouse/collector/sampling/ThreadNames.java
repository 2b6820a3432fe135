package dev.stackhouse.collector.sampling;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes names of pools out of names of threads: what numbers the threads of a pool becomes a '#', as in
 * {@code http-nio-8080-exec-#}. Programs that put a request's number into the name of a thread would make every stack a new one:
 * of more names than {@link #MOST_NAMES} the others are left out. Not thread-safe; one per chunk.
 */
final class ThreadNames {
    static final int MOST_NAMES = 200;

    private static final int LONGEST = 128;
    /** The JVM's own threads have their names from the operating system, which cuts them off after 15 characters. */
    private static final Map<String, String> WHOLE_NAMES = new HashMap<>();

    static {
        WHOLE_NAMES.put("C1 CompilerThre", "C1 CompilerThread#");
        WHOLE_NAMES.put("C2 CompilerThre", "C2 CompilerThread#");
        WHOLE_NAMES.put("Monitor Deflati", "Monitor Deflation Thread");
        WHOLE_NAMES.put("VM Periodic Tas", "VM Periodic Task Thread");
        WHOLE_NAMES.put("Shenandoah Cont", "Shenandoah Control Thread");
        WHOLE_NAMES.put("Shenandoah GC T", "Shenandoah GC Threads#");
    }

    private static final Pattern NUMBER = Pattern.compile("#?\\d+([\\])}]*)$");

    private final Map<String, String> poolOfName = new HashMap<>();
    private final Set<String> pools = new HashSet<>();

    /** The name of the thread's pool; empty where it is not known or not kept. */
    String pool(@Nullable String threadName) {
        if (threadName == null || threadName.trim().isEmpty()) {
            return "";
        }
        return poolOfName.computeIfAbsent(threadName, name -> {
            String pool = normalised(name);
            return pools.contains(pool) || (pools.size() < MOST_NAMES && pools.add(pool)) ? pool : "";
        });
    }

    private static String normalised(String name) {
        String whole = WHOLE_NAMES.get(name);
        if (whole != null) {
            return whole;
        }
        String pool = NUMBER.matcher(name.trim()).replaceFirst("#$1");
        return pool.length() <= LONGEST ? pool : pool.substring(0, LONGEST);
    }
}
