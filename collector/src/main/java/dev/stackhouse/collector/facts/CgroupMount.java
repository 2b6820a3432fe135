package dev.stackhouse.collector.facts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Where a hierarchy of control groups is mounted: a line of {@code /proc/PID/mountinfo} (proc_pid_mountinfo(5)). Immutable. */
final class CgroupMount {
    private final String mountedGroup;
    private final String mountPoint;
    private final boolean unified;
    private final List<String> controllers;

    private CgroupMount(String mountedGroup, String mountPoint, boolean unified, List<String> controllers) {
        this.mountedGroup = mountedGroup;
        this.mountPoint = mountPoint;
        this.unified = unified;
        this.controllers = controllers;
    }

    /** The hierarchies that limit CPU time or memory; lines that are not understood are left out. */
    static List<CgroupMount> parse(String mountinfo) {
        List<CgroupMount> mounts = new ArrayList<>();
        for (String line : mountinfo.split("\n", -1)) {
            int separator = line.indexOf(" - ");
            String[] before = line.split(" ", -1);
            String[] after = separator < 0
                    ? new String[0]
                    : line.substring(separator + " - ".length()).split(" ", -1);
            if (before.length < 5 || after.length < 3) {
                continue;
            }
            List<String> options = Arrays.asList(after[2].split(",", -1));
            boolean unified = after[0].equals("cgroup2");
            if (unified || (after[0].equals("cgroup") && (options.contains("cpu") || options.contains("memory")))) {
                mounts.add(new CgroupMount(unescaped(before[3]), unescaped(before[4]), unified, options));
            }
        }
        return mounts;
    }

    /** Spaces and such are written as octal numbers. */
    private static String unescaped(String path) {
        return path.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }

    boolean isUnified() {
        return unified;
    }

    String mountPoint() {
        return mountPoint;
    }

    /**
     * The group of a process in this hierarchy, below the mount point.
     *
     * @param cgroup content of its {@code /proc/PID/cgroup}: lines of hierarchy, controllers and group
     */
    String pathOf(String cgroup) {
        for (String line : cgroup.split("\n", -1)) {
            String[] parts = line.split(":", 3);
            if (parts.length == 3 && isOfThis(parts[0], parts[1])) {
                String group = parts[2];
                boolean isBelow = !mountedGroup.equals("/")
                        && (group.equals(mountedGroup) || group.startsWith(mountedGroup + "/"));
                return isBelow ? group.substring(mountedGroup.length()) : group;
            }
        }
        return "";
    }

    private boolean isOfThis(String hierarchy, String named) {
        if (unified) {
            return hierarchy.equals("0") && named.isEmpty();
        }
        for (String controller : named.split(",", -1)) {
            if ((controller.equals("cpu") || controller.equals("memory")) && controllers.contains(controller)) {
                return true;
            }
        }
        return false;
    }
}
