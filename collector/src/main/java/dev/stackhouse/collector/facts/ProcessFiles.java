package dev.stackhouse.collector.facts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the kernel tells of a process in its directory of {@code /proc}. What cannot be read, because it is gone, belongs to another
 * user or is not a Linux, is empty. Immutable; every method reads anew.
 */
public final class ProcessFiles {
    private final Path directory;

    /**
     * @param directory {@code /proc/PID}
     */
    public ProcessFiles(Path directory) {
        this.directory = directory;
    }

    /** Where the file system of the process is seen from here. */
    public Path root() {
        return directory.resolve("root");
    }

    public CommandLine commandLine() {
        return CommandLine.of(bytes("cmdline"));
    }

    /** Its variables when it started. */
    public Map<String, String> environment() {
        return environment(bytes("environ"));
    }

    static Map<String, String> environment(byte[] environ) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String variable : new String(environ, StandardCharsets.UTF_8).split("\0", -1)) {
            int equals = variable.indexOf('=');
            if (equals > 0) {
                environment.put(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        return environment;
    }

    /** The directory that it works in, as it sees it itself. */
    public String workingDirectory() {
        return link("cwd");
    }

    /** Its program, as it sees it itself. */
    String executable() {
        return link("exe");
    }

    /** Its control groups are told apart from those of the JVM that asks. */
    ContainerLimits limits(Path root) {
        return ContainerLimits.of(text("cgroup"), text("mountinfo"), root);
    }

    /** How many cores it may use, by its affinity and the limits of its container; many where that is not known. */
    public int cores() {
        long allowed = ProcessFacts.cores(status("Cpus_allowed_list"));
        long limit = Math.max(1, (long) Math.ceil(limits(root()).cores()));
        return (int) Math.min(allowed < 1 ? Integer.MAX_VALUE : allowed, limit);
    }

    /** A line of {@code status} without its name; empty if there is none. */
    String status(String name) {
        for (String line : text("status").split("\n", -1)) {
            if (line.startsWith(name + ":")) {
                return line.substring(name.length() + 1).trim();
            }
        }
        return "";
    }

    String text(String file) {
        return new String(bytes(file), StandardCharsets.UTF_8);
    }

    private byte[] bytes(String file) {
        try {
            return Files.readAllBytes(directory.resolve(file));
        } catch (IOException | SecurityException e) {
            return new byte[0];
        }
    }

    private String link(String file) {
        try {
            return Files.readSymbolicLink(directory.resolve(file)).toString();
        } catch (IOException | SecurityException | UnsupportedOperationException e) {
            return "";
        }
    }
}
