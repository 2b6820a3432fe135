package dev.stackhouse.node.discover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds JVMs that were not there before. A process is looked at when it is new or runs another program than it did, and a few
 * times more, as the launcher needs a moment to load the JVM; afterwards only its link is read. Not thread-safe.
 */
public final class JvmScan {
    private static final int MOST_LOOKS = 5;

    private final ProcFs proc;
    private final JvmReader reader;
    private final Map<Long, Seen> seen = new HashMap<>();

    private static final class Seen {
        private final String program;
        private int looks;

        private Seen(String program) {
            this.program = program;
        }
    }

    public JvmScan(ProcFs proc) {
        this.proc = proc;
        this.reader = new JvmReader(proc);
    }

    /**
     * JVMs that are new since the last call.
     *
     * @throws IOException if /proc cannot be read
     */
    public List<JvmProcess> next() throws IOException {
        List<Long> processIds = proc.processIds();
        Set<Long> there = new HashSet<>(processIds);
        seen.keySet().retainAll(there);
        List<JvmProcess> found = new ArrayList<>();
        for (long processId : processIds) {
            String program = program(processId);
            Seen before = seen.get(processId);
            if (before == null || !before.program.equals(program)) {
                before = new Seen(program);
                seen.put(processId, before);
            }
            if (program.isEmpty() || before.looks >= MOST_LOOKS) {
                continue;
            }
            before.looks++;
            try {
                JvmProcess jvm = reader.read(processId);
                if (jvm != null) {
                    before.looks = MOST_LOOKS;
                    found.add(jvm);
                }
            } catch (IOException | RuntimeException e) {
                // Gone, or another user's: nothing of ours.
            }
        }
        return found;
    }

    /** The program's file and the process's start; empty for kernel threads and what this user may not look at. */
    private String program(long processId) {
        try {
            Path link = Files.readSymbolicLink(proc.process(processId).resolve("exe"));
            return link + " " + proc.startTicks(processId);
        } catch (IOException | RuntimeException e) {
            return "";
        }
    }
}
