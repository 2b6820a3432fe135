package dev.stackhouse.bench.overhead;

/**
 * How fast a program worked for some seconds.
 *
 * @param operationsPerSecond of elapsed time
 * @param operationsPerCpuSecond of CPU time of the process, all its threads: other processes hardly change it
 */
record Speed(double operationsPerSecond, double operationsPerCpuSecond) {
    /** Speeds of one start, one after the other: with the profiler, and while it paused. */
    record Pair(Speed with, Speed without) {}
}
