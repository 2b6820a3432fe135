package dev.stackhouse.bench.overhead;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Which process may run on which cores, through taskset (util-linux). Everything but what is measured runs on the first core. */
final class Cores {
    static final String ALL = "0-" + last();
    /** The first, for all that is not measured. */
    static final String OTHERS = "0";
    /** All but the first, where there is more than one. */
    static final String RESERVED = last() == 0 ? "0" : "1-" + last();

    private Cores() {}

    private static int last() {
        return Runtime.getRuntime().availableProcessors() - 1;
    }

    /** The command on these cores; the process has the same identifier as without. */
    static List<String> on(String cores, List<String> command) {
        List<String> pinned = new ArrayList<>(List.of("taskset", "-c", cores));
        pinned.addAll(command);
        return pinned;
    }

    /** Moves a process with all its threads. */
    static void pin(long processId, String cores) throws IOException, InterruptedException {
        Process taskset = new ProcessBuilder("taskset", "-a", "-c", "-p", cores, Long.toString(processId))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (taskset.waitFor() != 0) {
            throw new IllegalStateException("taskset (of util-linux) could not pin process " + processId);
        }
    }
}
