package dev.stackhouse.standalone.supervise;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Looks after children, each on a thread of its own so that one that starts slowly does not keep the others down. Closing it
 * ends the watch, not the children. Thread-safe.
 */
public final class Supervisor implements AutoCloseable {
    private static final long LOOK_MILLIS = 250;

    private final List<Thread> watches = new CopyOnWriteArrayList<>();

    /** Watches a child from now on. */
    public void watch(String name, SupervisedChild child) {
        Thread watch = new Thread(() -> run(child), "watch-" + name);
        watch.setDaemon(true);
        watches.add(watch);
        watch.start();
    }

    private static void run(SupervisedChild child) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                child.lookAfter(System.nanoTime());
            }
        } catch (InterruptedException e) {
            // The watch is over.
        }
    }

    /** Returns once no child is being started any more. */
    @Override
    public void close() {
        watches.forEach(Thread::interrupt);
        for (Thread watch : watches) {
            try {
                watch.join(TimeUnit.SECONDS.toMillis(20));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
