package dev.stackhouse.collector.facts;

import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Facts that the kernel and the file system tell of a JVM, from within it or from another process. */
public final class ProcessFacts {
    /** Of Linux's times in /proc: 100 on every platform that Java runs on. */
    private static final long TICKS_PER_SECOND = 100;

    private static final Pattern GC = Pattern.compile("-XX:\\+Use(\\w+)GC");
    private static final Pattern HEAP = Pattern.compile("(?:-Xmx|-XX:MaxHeapSize=)(\\d+)([kKmMgGtT]?)");

    private ProcessFacts() {}

    /**
     * Facts about another JVM, of which no code runs in it.
     *
     * @param process its files
     */
    public static Facts ofOther(ProcessFiles process) {
        Facts facts = new Facts();
        CommandLine command = process.commandLine();
        List<String> flags = withVariables(command.jvmArguments(), process.environment());
        Map<String, String> release = JavaRelease.of(process.executable(), process.root());
        facts.put(
                "application.version",
                DeploymentLabels.of(process.environment(), command, process.workingDirectory(), process.root())
                        .get("version"));
        facts.put("jvm.vendor", release.get("IMPLEMENTOR"));
        String runtime = release.get("JAVA_RUNTIME_VERSION");
        facts.put("jvm.version", runtime == null ? release.get("JAVA_VERSION") : runtime);
        facts.put("jvm.flags", Flags.shown(flags));
        facts.put("jvm.main", command.main());
        facts.put("jvm.gc", lastGroup(GC, flags));
        facts.put("jvm.heap_limit_bytes", heapLimit(flags));
        long started = startedMillis(process.text("stat"), new ProcessFiles(Paths.get("/proc")).text("stat"));
        facts.put(
                "jvm.started", started < 0 ? "" : Instant.ofEpochMilli(started).toString());
        facts.put("jvm.cores", cores(process.status("Cpus_allowed_list")));
        addKernel(facts, process, process.root());
        return facts;
    }

    /** What the kernel tells of any process. */
    static void addKernel(Facts facts, ProcessFiles process, Path root) {
        ContainerLimits limits = process.limits(root);
        facts.put("container.cpu_limit_cores", limits.cpuCores());
        facts.put("container.memory_limit_bytes", limits.memoryBytes());
        // The innermost number is the one that the process has for itself, in its container.
        String[] pids = process.status("NSpid").split("\\s+", -1);
        facts.put("process.pid", pids[pids.length - 1].isEmpty() ? process.status("Pid") : pids[pids.length - 1]);
        facts.put("process.uid", process.status("Uid").split("\\s+", 2)[0]);
        facts.put("os.kernel", new ProcessFiles(Paths.get("/proc/sys/kernel")).text("osrelease"));
    }

    private static List<String> withVariables(List<String> arguments, Map<String, String> environment) {
        List<String> all = new ArrayList<>();
        for (String variable : Arrays.asList("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")) {
            addWords(environment.get(variable), all);
        }
        all.addAll(arguments);
        addWords(environment.get("_JAVA_OPTIONS"), all);
        return all;
    }

    private static void addWords(@Nullable String options, List<String> words) {
        if (options != null && !options.trim().isEmpty()) {
            words.addAll(Arrays.asList(options.trim().split("\\s+", -1)));
        }
    }

    private static String lastGroup(Pattern pattern, List<String> flags) {
        String found = "";
        for (String flag : flags) {
            Matcher matcher = pattern.matcher(flag);
            found = matcher.matches() ? matcher.group(1) : found;
        }
        return found;
    }

    /** -1 where no flag says; the JVM then takes a part of the memory that it finds. */
    private static long heapLimit(List<String> flags) {
        long bytes = -1;
        for (String flag : flags) {
            Matcher matcher = HEAP.matcher(flag);
            if (matcher.matches() && matcher.group(1).length() < 16) {
                int shift = 10
                        * " kmgt"
                                .indexOf(
                                        matcher.group(2).isEmpty()
                                                ? " "
                                                : matcher.group(2).toLowerCase(Locale.ROOT));
                bytes = Long.parseLong(matcher.group(1)) << shift;
            }
        }
        return bytes;
    }

    /** How many cores a list such as "0-3,8" has; -1 if it is none. */
    static long cores(String list) {
        long cores = 0;
        for (String range : list.split(",", -1)) {
            String[] ends = range.trim().split("-", 2);
            try {
                cores += Long.parseLong(ends[ends.length - 1]) - Long.parseLong(ends[0]) + 1;
            } catch (NumberFormatException e) {
                return -1;
            }
        }
        return cores;
    }

    /**
     * When a process started, since the Unix epoch; -1 if that is not known.
     *
     * @param stat of the process
     * @param system the file {@code /proc/stat}
     */
    static long startedMillis(String stat, String system) {
        // The name of the program is in parentheses and may hold anything; the 22nd field is the 20th after it.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ", -1);
        Matcher boot = Pattern.compile("(?m)^btime (\\d{1,12})$").matcher(system);
        if (fields.length < 20 || !boot.find()) {
            return -1;
        }
        try {
            return Long.parseLong(boot.group(1)) * 1000 + Long.parseLong(fields[19]) * 1000 / TICKS_PER_SECOND;
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
