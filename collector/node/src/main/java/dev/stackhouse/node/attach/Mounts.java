package dev.stackhouse.node.attach;

import dev.stackhouse.node.discover.ProcFs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is mounted where in a process's namespace, as far as it decides whether a directory can be written to and executed from. */
final class Mounts {
    private record Mount(String at, boolean readOnly, boolean noExec) {}

    private final List<Mount> mounts;

    private Mounts(List<Mount> mounts) {
        this.mounts = mounts;
    }

    static Mounts of(ProcFs proc, long processId) throws IOException {
        return parse(
                new String(Files.readAllBytes(proc.process(processId).resolve("mountinfo")), StandardCharsets.UTF_8));
    }

    /** Reads /proc/PID/mountinfo (https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html). */
    static Mounts parse(String mountinfo) {
        List<Mount> mounts = new ArrayList<>();
        for (String line : mountinfo.split("\n", -1)) {
            String[] fields = line.split(" ", -1);
            int separator = Arrays.asList(fields).indexOf("-");
            if (separator < 6 || fields.length < separator + 4) {
                continue;
            }
            List<String> ofMount = List.of(fields[5].split(",", -1));
            List<String> ofFileSystem = List.of(fields[separator + 3].split(",", -1));
            mounts.add(new Mount(
                    fields[4].replace("\\040", " "),
                    ofMount.contains("ro") || ofFileSystem.contains("ro"),
                    ofMount.contains("noexec")));
        }
        return new Mounts(mounts);
    }

    boolean readOnly(String directory) {
        return of(directory).readOnly;
    }

    boolean noExec(String directory) {
        return of(directory).noExec;
    }

    /** The one that the directory is on: the longest path, and of several the last one, which covers the others. */
    private Mount of(String directory) {
        Mount found = new Mount("", false, false);
        for (Mount mount : mounts) {
            boolean covers = mount.at.equals("/") || directory.equals(mount.at) || directory.startsWith(mount.at + "/");
            if (covers && mount.at.length() >= found.at.length()) {
                found = mount;
            }
        }
        return found;
    }
}
