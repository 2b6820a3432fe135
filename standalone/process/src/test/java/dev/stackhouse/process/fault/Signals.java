package dev.stackhouse.process.fault;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** What is done to a process from outside. */
public final class Signals {
    private Signals() {}

    /** Ends it at once. */
    public static void kill(long processId) {
        ProcessHandle.of(processId).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** It crashes, as of a fault of its own. */
    public static void segfault(long processId) throws InterruptedException {
        run("kill", "-SEGV", Long.toString(processId));
    }

    /** Nothing of it runs until {@link #thaw}; its connections stay open. */
    public static void freeze(long processId) throws InterruptedException {
        run("kill", "-STOP", Long.toString(processId));
    }

    public static void thaw(long processId) throws InterruptedException {
        run("kill", "-CONT", Long.toString(processId));
    }

    /** It runs for a moment and stands still for a longer one, over and over, as on a machine that has no time for it. */
    public static void slow(long processId, int turns, int runMillis, int stillMillis) throws InterruptedException {
        for (int turn = 0; turn < turns; turn++) {
            freeze(processId);
            try {
                TimeUnit.MILLISECONDS.sleep(stillMillis);
            } finally {
                thaw(processId);
            }
            TimeUnit.MILLISECONDS.sleep(runMillis);
        }
    }

    /** A process that has ended in the meantime is no failure. */
    private static void run(String... command) throws InterruptedException {
        try {
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new IllegalStateException(command[0] + " (of procps) is missing", e);
        }
    }
}
