package dev.stackhouse.bench.chaos;

import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** An application that is dear to profile: hardly any two of its allocations have the same stack, and all are deep. */
public final class DeepProgram {
    private static final int DEPTH = 500;
    private static final int BYTES = 20_000;
    private static final long PAUSE_NANOS = 2_000_000;

    private static final Random RANDOM = new Random();
    private static volatile byte[] buffer = new byte[0];

    private DeepProgram() {}

    public static void main(String[] args) {
        while (buffer.length != 1) {
            left(DEPTH);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static void left(int depth) {
        deeper(depth);
    }

    private static void right(int depth) {
        deeper(depth);
    }

    private static void straight(int depth) {
        deeper(depth);
    }

    private static void back(int depth) {
        deeper(depth);
    }

    private static void deeper(int depth) {
        if (depth == 0) {
            buffer = new byte[BYTES];
            return;
        }
        switch (RANDOM.nextInt(4)) {
            case 0 -> left(depth - 1);
            case 1 -> right(depth - 1);
            case 2 -> straight(depth - 1);
            default -> back(depth - 1);
        }
    }
}
