package dev.stackhouse.bench.chaos;

import java.time.Duration;
import java.util.List;
import java.util.SortedMap;

/**
 * What a run found out.
 *
 * @param seed of the order and the moments of the faults
 * @param faults how often each kind struck
 * @param impossible kinds that cannot strike here
 * @param instances simulated ones, and starts of profiled JVMs
 * @param taken samples, as declared by the batches that arrived
 * @param stored samples in ClickHouse
 * @param dropped samples declared dropped, for whatever reason
 * @param unexplained samples neither stored nor declared dropped, or stored and not taken
 * @param duplicates samples of simulated instances that were stored more often than they were made
 * @param missing samples of simulated instances that were made and are not in the books
 * @param batchesMissing numbers absent between the first and the last batch of an instance
 * @param batchesOfKilled the same of profiled JVMs that were killed while neither Kafka nor the disk took their batches
 * @param overflowed samples that collectors gave up because Kafka was away for longer than they may remember, all declared
 * @param weightDifference between the weights of simulated instances as made and as stored, summed up
 * @param absent profiled JVMs that are not in the books at all, though they lived long enough
 * @param longestRecovery from the end of a fault until everything made before was in the books
 * @param complaints what is wrong, in sentences; empty if nothing is
 */
public record ChaosResult(
        long seed,
        SortedMap<String, Integer> faults,
        List<String> impossible,
        long instances,
        long batches,
        long taken,
        long stored,
        long dropped,
        long unexplained,
        long duplicates,
        long missing,
        long batchesMissing,
        long batchesOfKilled,
        long overflowed,
        long weightDifference,
        long absent,
        Duration longestRecovery,
        List<String> complaints) {}
