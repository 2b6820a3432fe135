package dev.stackhouse.standalone;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * A program whose profile is known: its main thread burns CPU 60/30/10 in three named methods, one thread allocates in one
 * method, one keeps what it allocates, heap and native memory, and two threads contend for a lock. Runs for the given number of seconds.
 */
public final class KnownWorkload {
    private static final Object LOCK = new Object();
    private static volatile long sink;
    private static final List<Object> KEPT = new ArrayList<>();
    static volatile byte[] lastBuffer = new byte[0];

    private KnownWorkload() {}

    public static void main(String[] args) {
        long endNanos = System.nanoTime() + Long.parseLong(args[0]) * 1_000_000_000L;
        Thread allocator = new Thread(() -> allocateUntil(endNanos), "allocator");
        Thread keeper = new Thread(() -> keepUntil(endNanos), "keeper");
        Thread first = new Thread(() -> contendUntil(endNanos), "contender-1");
        Thread second = new Thread(() -> contendUntil(endNanos), "contender-2");
        for (Thread thread : new Thread[] {allocator, keeper, first, second}) {
            thread.setDaemon(true);
            thread.start();
        }
        burnUntil(endNanos);
    }

    static void burnUntil(long endNanos) {
        while (System.nanoTime() < endNanos) {
            burnSixty();
            burnThirty();
            burnTen();
            LockSupport.parkNanos(2_000_000);
        }
    }

    static void burnSixty() {
        for (int i = 0; i < 6; i++) {
            unitOfWork();
        }
    }

    static void burnThirty() {
        for (int i = 0; i < 3; i++) {
            unitOfWork();
        }
    }

    static void burnTen() {
        unitOfWork();
    }

    /** The same work for all three, so that shares of time are shares of calls. */
    private static void unitOfWork() {
        long x = sink;
        for (int i = 0; i < 400_000; i++) {
            x = x * 6364136223846793005L + 1442695040888963407L;
            x ^= x >>> 29;
        }
        sink = x;
    }

    static void allocateUntil(long endNanos) {
        while (System.nanoTime() < endNanos) {
            allocateBuffers();
            LockSupport.parkNanos(5_000_000);
        }
    }

    static void allocateBuffers() {
        for (int i = 0; i < 20; i++) {
            lastBuffer = new byte[20_000 + ThreadLocalRandom.current().nextInt(1_000)];
        }
    }

    static void keepUntil(long endNanos) {
        while (System.nanoTime() < endNanos) {
            keepBuffers();
            LockSupport.parkNanos(50_000_000);
        }
    }

    static void keepBuffers() {
        KEPT.add(new byte[20_000]);
        KEPT.add(ByteBuffer.allocateDirect(100_000));
    }

    static void contendUntil(long endNanos) {
        while (System.nanoTime() < endNanos) {
            enterContendedLock();
        }
    }

    static void enterContendedLock() {
        synchronized (LOCK) {
            LockSupport.parkNanos(4_000_000);
        }
    }
}
