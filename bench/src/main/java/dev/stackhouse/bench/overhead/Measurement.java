package dev.stackhouse.bench.overhead;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * What one start of a program came to.
 *
 * @param operationsPerSecond of elapsed time
 * @param operationsPerCpuSecond of CPU time of the process, all its threads: other processes hardly change it
 * @param rssBytes at the end; the heap has its full size from the start, so that a difference is outside of it
 * @param liveHeapBytes at the end
 * @param cpuSharesByThread CPU seconds a second, by name of the thread
 * @param sentBytes of a whole interval of 10 s, the median where there are several, if there is one
 */
record Measurement(
        double operationsPerSecond,
        double operationsPerCpuSecond,
        long rssBytes,
        long liveHeapBytes,
        int threads,
        long loadedClasses,
        Map<String, Double> cpuSharesByThread,
        OptionalDouble sentBytes) {}
