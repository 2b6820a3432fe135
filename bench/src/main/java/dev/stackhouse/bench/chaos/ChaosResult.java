package dev.stackhouse.bench.chaos;

import java.time.Duration;
import java.util.List;
import java.util.SortedMap;

/**
 * What a run found out.
 *
 * @param seed of the order and the moments of the faults
 * @param faults how often each kind struck
 * @param instances simulated ones, and starts of profiled JVMs
 * @param taken samples, as declared by the batches that arrived
 * @param stored samples in ClickHouse
 * @param dropped samples declared dropped, for whatever reason
 * @param unexplained samples neither stored nor declared dropped, or stored and not taken
 * @param duplicates samples of simulated instances that were stored more often than they were made
 * @param missing samples of simulated instances that were made and are not in the books
 * @param batchesMissing numbers absent between the first and the last batch of an instance
 * @param batchesOfKilled the same of profiled JVMs that were killed while neither Kafka nor the disk took their batches
 * @param longestRecovery from the end of a fault until everything made before was in the books
 * @param complaints what is wrong, in sentences; empty if nothing is
 */
public record ChaosResult(
        long seed,
        SortedMap<String, Integer> faults,
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
        Duration longestRecovery,
        List<String> complaints) {}
