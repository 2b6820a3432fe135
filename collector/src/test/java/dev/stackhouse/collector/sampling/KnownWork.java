package dev.stackhouse.collector.sampling;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.Deflater;

/** Threads whose profile is known, one for each event; they end when this is closed. */
final class KnownWork implements AutoCloseable {
    static final int KEPT_BYTES = 100_000;
    static final int KEPT_NATIVE_BYTES = 200_000;
    private static final long PAUSE_NANOS = 2_000_000;

    private final Object lock = new Object();
    private final List<Thread> threads = new ArrayList<>();
    private final List<byte[]> kept = Collections.synchronizedList(new ArrayList<>());
    private final List<ByteBuffer> keptNative = Collections.synchronizedList(new ArrayList<>());
    /** Written so that the work is not optimised away. */
    volatile byte[] garbage = new byte[0];

    volatile double result;
    private volatile boolean ended;

    private KnownWork() {}

    static KnownWork start() {
        KnownWork work = new KnownWork();
        work.thread("sleeper-1", work::sleep);
        work.thread("burner-1", work::burn);
        work.thread("keeper-1", work::keep);
        work.thread("waster-1", work::waste);
        work.thread("native-keeper-1", work::keepNative);
        work.thread("native-waster-1", work::wasteNative);
        work.thread("contender-1", work::contend);
        work.thread("contender-2", work::contend);
        return work;
    }

    private void thread(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
    }

    private void sleep() {
        while (!ended) {
            LockSupport.parkNanos(3_600_000_000_000L);
        }
    }

    private void burn() {
        double sum = 0;
        while (!ended) {
            for (int i = 0; i < 10_000; i++) {
                sum += Math.sqrt(i);
            }
            result = sum;
        }
    }

    private void keep() {
        while (!ended && kept.size() < 1_000) {
            kept.add(new byte[KEPT_BYTES]);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void waste() {
        while (!ended) {
            for (int i = 0; i < 20; i++) {
                garbage = new byte[10_000];
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void keepNative() {
        while (!ended && keptNative.size() < 500) {
            keptNative.add(ByteBuffer.allocateDirect(KEPT_NATIVE_BYTES));
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void wasteNative() {
        while (!ended) {
            new Deflater().end();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void contend() {
        while (!ended) {
            synchronized (lock) {
                LockSupport.parkNanos(2 * PAUSE_NANOS);
            }
            // The other one gets it: who leaves a monitor and comes back at once may keep it for seconds.
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    void runForMillis(long millis) throws InterruptedException {
        Thread.sleep(millis);
    }

    /** Bytes of native memory that are kept by now. */
    long keptNativeBytes() {
        return (long) keptNative.size() * KEPT_NATIVE_BYTES;
    }

    @Override
    public void close() {
        ended = true;
        threads.forEach(LockSupport::unpark);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
