package dev.stackhouse.bench.overhead;

/**
 * What a profiler sent of one interval.
 *
 * @param bytes of the message that carries it, without the protocol around it
 * @param hasSamples whether anything was sampled then; one that pauses tells of that too
 */
record Sent(long startMillis, long endMillis, long bytes, boolean hasSamples) {
    private static final long WHOLE_MILLIS = 9_500;

    /** Whether it is of a whole interval of 10 s, and not of what came before the first or after the last one. */
    boolean isWhole() {
        return endMillis - startMillis >= WHOLE_MILLIS;
    }
}
