package dev.stackhouse.bench.chaos;

import java.io.IOException;

/** What is done to a process from outside. */
final class Signals {
    private Signals() {}

    /** Ends it at once. */
    static void kill(long processId) {
        ProcessHandle.of(processId).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Nothing of it runs until {@link #thaw}; its connections stay open. */
    static void freeze(long processId) throws InterruptedException {
        run("kill", "-STOP", Long.toString(processId));
    }

    static void thaw(long processId) throws InterruptedException {
        run("kill", "-CONT", Long.toString(processId));
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
