package dev.stackhouse.collector.sampling;

import dev.stackhouse.collector.config.Rates;
import dev.stackhouse.proto.batch.v1.EventType;

/**
 * What a sample stands for, in the unit of its event. async-profiler takes a sample whenever a sum (of bytes, of waits) passes
 * another multiple of the interval: something larger than the interval is always sampled and stands for itself, something smaller
 * for as many of its kind as make up the interval. One row for each event of its recordings:
 *
 * <table>
 * <caption>Events of async-profiler's recordings</caption>
 * <tr><th>in the recording</th><th>event</th><th>samples</th><th>weight of a sample</th><th>in its counter</th></tr>
 * <tr><td>jdk.ExecutionSample</td><td>cpu</td><td>1</td><td>interval</td><td>yes</td></tr>
 * <tr><td>profiler.WallClockSample</td><td>wall</td><td>samples</td><td>interval</td><td>if made by a signal</td></tr>
 * <tr><td>jdk.ObjectAllocationInNewTLAB, ...OutsideTLAB</td><td>alloc</td><td>1</td><td>at least interval</td><td>yes</td></tr>
 * <tr><td>profiler.LiveObject</td><td>live, see {@link LiveObjects}</td><td>1</td><td>at least alloc's interval</td><td>no</td></tr>
 * <tr><td>jdk.JavaMonitorEnter, jdk.ThreadPark</td><td>lock</td><td>1</td><td>at least interval</td><td>yes</td></tr>
 * <tr><td>profiler.Malloc</td><td>native memory, see {@link NativeMemory}</td><td>1</td><td>at least interval</td><td>yes</td></tr>
 * <tr><td>profiler.Free</td><td>ends one of native memory</td><td></td><td></td><td>no</td></tr>
 * </table>
 */
final class Weights {
    private final Rates rates;

    Weights(Rates rates) {
        this.rates = rates;
    }

    /**
     * The weight of a sample.
     *
     * @param own the sample's own size in the event's unit; 0 where it has none
     */
    long of(EventType event, long own) {
        return Math.max(own, rates.interval(event));
    }
}
