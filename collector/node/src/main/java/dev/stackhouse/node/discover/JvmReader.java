package dev.stackhouse.node.discover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what /proc tells of a process and recognises JVMs by the library that they have mapped. */
public final class JvmReader {
    private static final int SIGQUIT = 3;
    private static final int SIGPROF = 27;
    /** Libraries that are async-profiler, by itself or inside other agents. */
    private static final Pattern PROFILER =
            Pattern.compile("(?i).*(async-?profiler|javaProfiler|libasyncprof|ddprof)[^/]*\\.so[^/]*");

    private static final Pattern FIELD = Pattern.compile("(?m)^(\\w+):\\s*(.*)$");

    private final ProcFs proc;

    public JvmReader(ProcFs proc) {
        this.proc = proc;
    }

    /**
     * The JVM that a process is, or null if it is none.
     *
     * @throws IOException if it is gone, or may not be looked at by this user
     */
    public @Nullable JvmProcess read(long processId) throws IOException {
        long startTicks = proc.startTicks(processId);
        String libjvm = "";
        List<String> profilers = new ArrayList<>();
        for (String mapping : proc.text(processId, "maps").split("\n", -1)) {
            int slash = mapping.indexOf('/');
            String path = slash < 0 ? "" : mapping.substring(slash);
            if (path.endsWith("/libjvm.so") || path.endsWith("/libjvm.so (deleted)")) {
                libjvm = path;
            } else if (PROFILER.matcher(path).matches() && !profilers.contains(path)) {
                profilers.add(path);
            }
        }
        if (libjvm.isEmpty()) {
            return null;
        }
        Map<String, String> status = status(processId);
        String[] numbers =
                status.getOrDefault("NSpid", Long.toString(processId)).split("\\s+", -1);
        return new JvmProcess(
                processId,
                Long.parseLong(numbers[numbers.length - 1]),
                startTicks,
                effective(status, "Uid"),
                effective(status, "Gid"),
                Files.getOwner(proc.process(processId), LinkOption.NOFOLLOW_LINKS)
                        .getName(),
                proc.strings(processId, "cmdline"),
                environment(processId),
                libjvm,
                profilers,
                catches(status, SIGQUIT),
                catches(status, SIGPROF));
    }

    /** Whether a process catches SIGQUIT now. */
    public boolean answersQuit(long processId) throws IOException {
        return catches(status(processId), SIGQUIT);
    }

    private Map<String, String> status(long processId) throws IOException {
        Map<String, String> status = new LinkedHashMap<>();
        Matcher field = FIELD.matcher(proc.text(processId, "status"));
        while (field.find()) {
            status.put(field.group(1), field.group(2).strip());
        }
        return status;
    }

    private Map<String, String> environment(long processId) throws IOException {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String variable : proc.strings(processId, "environ")) {
            int equals = variable.indexOf('=');
            if (equals > 0) {
                environment.put(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        return environment;
    }

    /** Real, effective, saved and file system's number, in this order. */
    private static int effective(Map<String, String> status, String field) {
        return (int) Long.parseLong(status.getOrDefault(field, "0 0").split("\\s+", -1)[1]);
    }

    /** A mask of 64 bits, the lowest one for signal 1. */
    private static boolean catches(Map<String, String> status, int signal) {
        return (Long.parseUnsignedLong(status.getOrDefault("SigCgt", "0"), 16) >>> (signal - 1) & 1) == 1;
    }
}
