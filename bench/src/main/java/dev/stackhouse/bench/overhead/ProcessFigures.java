package dev.stackhouse.bench.overhead;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What Linux knows of a process at one moment.
 *
 * @param cpuSeconds of all its threads, also of those that have ended; to 10 ms
 * @param rssBytes resident memory
 * @param threads that live
 * @param descriptors open files, sockets and pipes
 * @param cpuNanosByThread by name of the thread, its digits written as #
 */
record ProcessFigures(
        double cpuSeconds, long rssBytes, int threads, int descriptors, Map<String, Long> cpuNanosByThread) {
    private static final double TICKS_PER_SECOND = 100;

    static ProcessFigures of(long processId) throws IOException {
        Path proc = Path.of("/proc", Long.toString(processId));
        Map<String, Long> cpuNanosByThread = new HashMap<>();
        int threads = 0;
        for (Path thread : list(proc.resolve("task"))) {
            threads++;
            try {
                String name = text(thread.resolve("comm")).strip().replaceAll("\\d+", "#");
                String cpuNanos = text(thread.resolve("schedstat")).split(" ", 2)[0];
                cpuNanosByThread.merge(name, Long.parseLong(cpuNanos), Long::sum);
            } catch (IOException e) {
                // It has ended meanwhile.
            }
        }
        return new ProcessFigures(
                cpuSeconds(proc),
                rssBytes(proc),
                threads,
                list(proc.resolve("fd")).size(),
                cpuNanosByThread);
    }

    private static double cpuSeconds(Path proc) throws IOException {
        String stat = text(proc.resolve("stat"));
        // Behind the name, which may have blanks: state is field 3, user time 14, system time 15.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    private static long rssBytes(Path proc) throws IOException {
        for (String line : text(proc.resolve("status")).split("\n", -1)) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        }
        throw new IOException("process " + proc.getFileName() + " has ended");
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    /** These files have no size, so that they are read to their end. */
    private static String text(Path file) throws IOException {
        return new String(Files.newInputStream(file).readAllBytes(), StandardCharsets.UTF_8);
    }
}
