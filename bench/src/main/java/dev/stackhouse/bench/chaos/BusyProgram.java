package dev.stackhouse.bench.chaos;

import java.util.concurrent.locks.LockSupport;

/** An application to profile: burns a few per cent of a core and allocates a little until it is ended. */
public final class BusyProgram {
    private static volatile long sink;
    private static volatile byte[] buffer = new byte[0];

    private BusyProgram() {}

    public static void main(String[] args) {
        while (sink != 1 || buffer.length == 0) {
            burn();
            allocate();
            LockSupport.parkNanos(50_000_000);
        }
    }

    private static void burn() {
        long x = sink;
        for (int i = 0; i < 1_000_000; i++) {
            x = x * 6364136223846793005L + 1442695040888963407L;
        }
        // Even, so that the program does not end.
        sink = x & ~1;
    }

    private static void allocate() {
        for (int i = 0; i < 10; i++) {
            buffer = new byte[20_000];
        }
    }
}
