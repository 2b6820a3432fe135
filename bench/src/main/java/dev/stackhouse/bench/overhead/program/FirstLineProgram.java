package dev.stackhouse.bench.overhead.program;

/** Says how long it took from a moment of this machine's monotonic clock, its argument in nanoseconds, to its first line. */
public final class FirstLineProgram {
    private FirstLineProgram() {}

    public static void main(String[] args) {
        long nowNanos = System.nanoTime();
        System.out.println(nowNanos - Long.parseLong(args[0]));
        // An agent that still starts in the background is not held up, nor waited for.
        System.exit(0);
    }
}
