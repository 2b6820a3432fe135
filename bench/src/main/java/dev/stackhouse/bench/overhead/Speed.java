package dev.stackhouse.bench.overhead;

/**
 * How fast a program worked for some seconds.
 *
 * @param operationsPerSecond of elapsed time
 * @param operationsPerCpuSecond of CPU time of the process, all its threads: other processes hardly change it
 */
record Speed(double operationsPerSecond, double operationsPerCpuSecond) {
    /**
     * Speeds of one start: the mean of those before and after a pause of the profiler, and that in the pause, so that a machine
     * that becomes faster or slower all the time does not make a difference.
     */
    record Pair(Speed with, Speed without) {}

    Speed meanWith(Speed other) {
        return new Speed(
                (operationsPerSecond + other.operationsPerSecond) / 2,
                (operationsPerCpuSecond + other.operationsPerCpuSecond) / 2);
    }
}
