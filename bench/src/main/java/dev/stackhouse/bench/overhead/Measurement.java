package dev.stackhouse.bench.overhead;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What one start of a program came to.
 *
 * @param speeds one pair for every pause of the profiler
 * @param rssBytes at the end; the heap has its full size from the start, so that a difference is outside of it
 * @param liveHeapBytes at the end
 * @param cpuSharesByThread CPU seconds a second while the profiler did not pause, by name of the thread
 * @param sentBytes of a whole interval of 10 s, the median where there are several, if there is one
 */
record Measurement(
        List<Speed.Pair> speeds,
        long rssBytes,
        long liveHeapBytes,
        int threads,
        long loadedClasses,
        Map<String, Double> cpuSharesByThread,
        OptionalDouble sentBytes) {}
