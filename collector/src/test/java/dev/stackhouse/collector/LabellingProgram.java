package dev.stackhouse.collector;

import dev.stackhouse.api.Scope;
import dev.stackhouse.api.Stackhouse;

/**
 * An application whose whole work is labelled, one scope after the other, and that prints whenever scopes begin or cease to be opened
 * with a collector. One scope is never closed.
 */
@SuppressWarnings("try") // Scopes are there to be closed.
public final class LabellingProgram {
    private static volatile long sink;
    static volatile Scope neverClosed;

    private LabellingProgram() {}

    public static void main(String[] args) {
        System.out.println("runs");
        boolean opened = false;
        Scope nothing = Stackhouse.label("endpoint", "/pay");
        long end = System.nanoTime() + Long.parseLong(args[0]) * 1_000_000_000L;
        while (System.nanoTime() < end) {
            try (Scope endpoint = Stackhouse.label("endpoint", "/pay")) {
                workPay();
                if (opened != (endpoint != nothing)) {
                    opened = !opened;
                    neverClosed = Stackhouse.label("ever", "open");
                    System.out.println(opened ? "labels" : "ceases");
                }
            }
        }
    }

    private static void workPay() {
        long x = sink;
        for (int i = 0; i < 5_000_000; i++) {
            x = x * 6364136223846793005L + 1442695040888963407L;
        }
        sink = x;
    }
}
