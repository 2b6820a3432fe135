package dev.stackhouse.storage.read;

import java.util.Map;

/**
 * The books of one instance and event over the windows of a range.
 *
 * @param taken as declared by the batches
 * @param stored as counted in the samples table
 * @param droppedByReason number of {@code stackhouse.batch.v1.DropReason} to samples
 * @param ofInstance the same in each row of an instance
 */
public record LedgerRow(
        String service,
        String instance,
        String event,
        long taken,
        long stored,
        Map<Integer, Long> droppedByReason,
        InstanceBooks ofInstance) {
    LedgerRow with(InstanceBooks newer) {
        return new LedgerRow(service, instance, event, taken, stored, droppedByReason, newer);
    }

    /** Samples taken that are neither stored nor declared dropped; negative if there are more than were taken. */
    public long unexplained() {
        return taken
                - stored
                - droppedByReason.values().stream().mapToLong(Long::longValue).sum();
    }
}
