package dev.stackhouse.bench.overhead.program;

import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a measured program says to whoever measures it: READY, then, for every line on standard input, how many operations it has
 * done. It ends when standard input closes. Costs nothing in between.
 */
final class CountedProgram {
    private final LongAdder operations = new LongAdder();

    /** Called by any thread after each operation. */
    void count() {
        operations.increment();
    }

    /** Starts a daemon thread that works until the end. */
    static void work(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Answers until standard input closes; for the main thread. */
    void answer() throws IOException {
        System.out.println("READY");
        for (int c = System.in.read(); c >= 0; c = System.in.read()) {
            if (c == '\n') {
                System.out.println(operations.sum());
            }
        }
        System.exit(0);
    }
}
