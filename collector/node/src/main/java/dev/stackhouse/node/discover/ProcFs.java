package dev.stackhouse.node.discover;

import dev.stackhouse.collector.budget.ProcessCpu;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The /proc in which processes are looked for: this host's own, or the host's as it is seen from a container.
 *
 * @param root the directory
 */
public record ProcFs(Path root) {
    public static ProcFs ofThisHost() {
        return new ProcFs(Path.of("/proc"));
    }

    /** All processes that there are now. */
    public List<Long> processIds() throws IOException {
        return numbers(root);
    }

    private static List<Long> numbers(Path directory) throws IOException {
        List<Long> numbers = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "[1-9]*")) {
            for (Path entry : entries) {
                try {
                    numbers.add(Long.valueOf(entry.getFileName().toString()));
                } catch (NumberFormatException e) {
                    // Something else.
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return numbers;
    }

    /** All threads that a process has now. */
    public List<Long> threadIds(long processId) throws IOException {
        return numbers(process(processId).resolve("task"));
    }

    /** The first 15 characters at most, without blanks at the end. */
    public String threadName(long processId, long threadId) throws IOException {
        return text(processId, "task/" + threadId + "/comm").strip();
    }

    /** CPU time of a thread: the first field of schedstat, or in ticks where the kernel does not have that. */
    public long threadCpuNanos(long processId, long threadId) throws IOException {
        String directory = "task/" + threadId;
        try {
            return Long.parseLong(text(processId, directory + "/schedstat").split(" ", 2)[0]);
        } catch (NoSuchFileException | NumberFormatException e) {
            return ProcessCpu.of(process(processId).resolve(directory)).nanos();
        }
    }

    public Path process(long processId) {
        return root.resolve(Long.toString(processId));
    }

    String text(long processId, String name) throws IOException {
        return new String(Files.readAllBytes(process(processId).resolve(name)), StandardCharsets.UTF_8);
    }

    /** Strings that each end with a zero, as in cmdline and environ. */
    List<String> strings(long processId, String name) throws IOException {
        String text = text(processId, name);
        int end = text.endsWith("\0") ? text.length() - 1 : text.length();
        return text.isEmpty() ? List.of() : List.of(text.substring(0, end).split("\0", -1));
    }

    /**
     * When a process started, in clock ticks since the machine did: with its number it names one process for good.
     *
     * @throws IOException if it is gone
     */
    public long startTicks(long processId) throws IOException {
        // The name in the second field may hold blanks and brackets; the 22nd field is the 20th after it
        // (https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html).
        return Long.parseLong(afterName(processId).get(19));
    }

    private List<String> afterName(long processId) throws IOException {
        String stat = text(processId, "stat");
        return List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    }

    /** Whether a process still runs; one that has ended and was not waited for does not. */
    public boolean isAlive(long processId, long startTicks) {
        try {
            List<String> fields = afterName(processId);
            String state = fields.get(0);
            return Long.parseLong(fields.get(19)) == startTicks && !state.equals("Z") && !state.equals("X");
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** Names one run of the machine; processes of others with the same number and start are not the same. */
    public String bootId() {
        try {
            return Files.readString(root.resolve("sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
