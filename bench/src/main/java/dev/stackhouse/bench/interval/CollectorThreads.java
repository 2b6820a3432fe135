package dev.stackhouse.bench.interval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** CPU time of a process's threads that are the collector's own, as Linux counts it, in nanoseconds. */
final class CollectorThreads {
    /** Beginnings of their names, as far as Linux knows these. */
    private static final List<String> OWN = List.of("stackhouse", "kafka-producer");

    private CollectorThreads() {}

    /** By thread; of those that run. */
    static Map<String, Long> cpuNanos(long processId) throws IOException {
        Map<String, Long> nanos = new TreeMap<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(processId), "task"))) {
            for (Path task : tasks.toList()) {
                try {
                    String name = Files.readString(task.resolve("comm")).strip();
                    if (OWN.stream().anyMatch(name::startsWith)) {
                        String time = Files.readString(task.resolve("schedstat"));
                        nanos.merge(name, Long.parseLong(time.substring(0, time.indexOf(' '))), Long::sum);
                    }
                } catch (NoSuchFileException e) {
                    // It has ended.
                }
            }
        }
        return nanos;
    }
}
