package dev.stackhouse.storage.read;

import java.util.Map;

/**
 * The books of one instance and event over the windows of a range.
 *
 * @param taken as declared by the batches
 * @param stored as counted in the samples table
 * @param droppedByReason number of {@code stackhouse.batch.v1.DropReason} to samples
 * @param batchesMissing sequence numbers absent between the first and the last one seen in the range
 * @param batchesSeen of the instance, of whatever events
 */
public record LedgerRow(
        String service,
        String instance,
        String event,
        long taken,
        long stored,
        Map<Integer, Long> droppedByReason,
        long batchesMissing,
        long batchesSeen) {
    /** Samples taken that are neither stored nor declared dropped; negative if there are more than were taken. */
    public long unexplained() {
        return taken
                - stored
                - droppedByReason.values().stream().mapToLong(Long::longValue).sum();
    }
}
