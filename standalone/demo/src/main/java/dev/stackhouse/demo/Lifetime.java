package dev.stackhouse.demo;

import java.io.IOException;

/** How long a process of the demo lives: until its standard input closes, which is also when its parent dies, or SIGTERM. */
final class Lifetime {
    private Lifetime() {}

    /** Runs the action at the end, whichever it is; on the JVM's thread for that. */
    static void atEnd(Runnable action) {
        Runtime.getRuntime().addShutdownHook(new Thread(action, "end"));
    }

    /** Ends the process when its standard input closes. */
    static void awaitEnd() throws IOException {
        while (System.in.read() >= 0) {
            // Only the end of the stream matters.
        }
        System.exit(0);
    }

    /** Ends the process with one sentence. */
    static void fail(String message) {
        System.err.println(message);
        System.exit(1);
    }
}
