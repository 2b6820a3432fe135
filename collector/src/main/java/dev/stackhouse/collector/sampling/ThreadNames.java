package dev.stackhouse.collector.sampling;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes names of pools out of names of threads: what numbers the threads of a pool becomes a '#', as in
 * {@code http-nio-8080-exec-#}. Programs that put a request's number into the name of a thread would make every stack a new one:
 * of more names than {@link #MOST_NAMES} the others are left out. Not thread-safe; one per chunk.
 */
final class ThreadNames {
    static final int MOST_NAMES = 200;

    private static final int LONGEST = 128;
    private static final String CLOSING = "])}";
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
        String pool = withoutNumber(name.trim());
        return pool.length() <= LONGEST ? pool : pool.substring(0, LONGEST);
    }

    /** Brackets may follow the number, and a '#' may precede it. Thousands of names pass here: a regular expression costs more. */
    private static String withoutNumber(String name) {
        int end = name.length();
        while (end > 0 && CLOSING.indexOf(name.charAt(end - 1)) >= 0) {
            end--;
        }
        int start = end;
        while (start > 0 && name.charAt(start - 1) >= '0' && name.charAt(start - 1) <= '9') {
            start--;
        }
        if (start == end) {
            return name;
        }
        if (start > 0 && name.charAt(start - 1) == '#') {
            start--;
        }
        return name.substring(0, start) + '#' + name.substring(end);
    }
}
