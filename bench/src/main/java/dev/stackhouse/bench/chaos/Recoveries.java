package dev.stackhouse.bench.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Watches how long it takes after each fault until what was made before its end is in the books. Thread-safe. */
final class Recoveries implements AutoCloseable {
    private static final long LOOK_MILLIS = 1_000;

    private record Awaited(Fault fault, long samples, long sinceNanos) {}

    private final Bookkeeper bookkeeper;
    private final List<Awaited> awaited = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "recoveries");
    private Duration longest = Duration.ZERO;

    Recoveries(Bookkeeper bookkeeper) {
        this.bookkeeper = bookkeeper;
        thread.setDaemon(true);
        thread.start();
    }

    /** A fault is over now. */
    synchronized void await(Fault fault, long samplesMade) {
        awaited.add(new Awaited(fault, samplesMade, System.nanoTime()));
    }

    private void run() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                look(bookkeeper.simulatedTaken());
            }
        } catch (InterruptedException e) {
            // The watch is over.
        }
    }

    private synchronized void look(long samplesInBooks) {
        for (Iterator<Awaited> each = awaited.iterator(); each.hasNext(); ) {
            Awaited next = each.next();
            if (samplesInBooks >= next.samples) {
                Duration recovery = Duration.ofNanos(System.nanoTime() - next.sinceNanos);
                System.err.printf("%-40s recovered after %.1f s%n", next.fault, recovery.toMillis() / 1e3);
                longest = longest.compareTo(recovery) > 0 ? longest : recovery;
                each.remove();
            }
        }
    }

    /** The longest so far; what has not recovered yet counts up to now. */
    synchronized Duration longest() {
        Duration all = longest;
        for (Awaited next : awaited) {
            Duration soFar = Duration.ofNanos(System.nanoTime() - next.sinceNanos);
            all = all.compareTo(soFar) > 0 ? all : soFar;
        }
        return all;
    }

    synchronized boolean isEverythingRecovered() {
        return awaited.isEmpty();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
