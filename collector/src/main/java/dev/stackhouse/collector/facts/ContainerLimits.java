package dev.stackhouse.collector.facts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What the control groups of a process let it use, of version 1 and 2 (https://docs.kernel.org/admin-guide/cgroup-v2.html). Groups
 * are nested, and the narrowest limit holds: all that can be seen from the group up to the mount point are read. Immutable.
 */
public final class ContainerLimits {
    /** "No limit" is a number close to the greatest one in version 1. */
    private static final long UNLIMITED_BYTES = 1L << 60;

    private double cpuCores = Double.POSITIVE_INFINITY;
    private long memoryBytes = Long.MAX_VALUE;

    private ContainerLimits() {}

    /**
     * Reads the limits of a process; what cannot be read limits nothing.
     *
     * @param cgroup content of its {@code /proc/PID/cgroup}
     * @param mountinfo content of its {@code /proc/PID/mountinfo}
     * @param root where its file system is seen from here
     */
    public static ContainerLimits of(String cgroup, String mountinfo, Path root) {
        ContainerLimits limits = new ContainerLimits();
        for (CgroupMount mount : CgroupMount.parse(mountinfo)) {
            try {
                limits.read(mount, mount.pathOf(cgroup), root);
            } catch (InvalidPathException e) {
                // A path of another process is anything; without it there is no limit that one could read.
            }
        }
        return limits;
    }

    private void read(CgroupMount mount, String group, Path root) {
        Path top = below(root, mount.mountPoint());
        Path directory = below(top, group);
        // Of a group that is outside of what is mounted, what is mounted is the best that one can see.
        Path current = Files.isDirectory(directory) && directory.startsWith(top) ? directory : top;
        while (current != null && current.startsWith(top)) {
            if (mount.isUnified()) {
                cpu(text(current.resolve("cpu.max")).replace("max ", "-1 "));
                memory(text(current.resolve("memory.max")));
            } else {
                cpu(text(current.resolve("cpu.cfs_quota_us")) + " " + text(current.resolve("cpu.cfs_period_us")));
                memory(text(current.resolve("memory.limit_in_bytes")));
            }
            current = current.getParent();
        }
    }

    /** A quota and its period, in microseconds. */
    private void cpu(String quotaAndPeriod) {
        String[] numbers = quotaAndPeriod.trim().split("\\s+", -1);
        if (numbers.length == 2) {
            long quota = number(numbers[0]);
            long period = number(numbers[1]);
            if (quota > 0 && period > 0) {
                cpuCores = Math.min(cpuCores, (double) quota / period);
            }
        }
    }

    private void memory(String bytes) {
        long limit = number(bytes.trim());
        if (limit > 0 && limit < UNLIMITED_BYTES) {
            memoryBytes = Math.min(memoryBytes, limit);
        }
    }

    /** Infinity where there is no limit. */
    double cores() {
        return cpuCores;
    }

    /** Cores, as in "1.5"; empty where there is no limit. */
    public String cpuCores() {
        return cpuCores == Double.POSITIVE_INFINITY
                ? ""
                : String.format(Locale.ROOT, "%.2f", cpuCores).replaceFirst("\\.?0+$", "");
    }

    /** Bytes, or -1 where there is no limit. */
    public long memoryBytes() {
        return memoryBytes == Long.MAX_VALUE ? -1 : memoryBytes;
    }

    private static Path below(Path root, String path) {
        return root.resolve(path.replaceFirst("^/+", "")).normalize();
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException | SecurityException e) {
            return "";
        }
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
