package dev.stackhouse.storage.read;

/**
 * What the books of a range tell of an instance, whatever the event.
 *
 * @param batchesSeen that have windows in the range
 * @param batchesMissing numbers, up to the last one in the range, of batches that are nowhere; those before the first one in the
 *     range count as far as nothing tells of them, unless they are older than the ledger
 * @param batchesCountedTwice that have windows in the range which were stored more than once
 * @param endedWithoutNotice whether its last batch is in the range, does not say that it is the last, and no other came for more
 *     than two intervals and the time that rows take: at most the interval in which it ended is missing. False where collectors
 *     did not tell yet
 * @param clockAheadMillis how far its clock was ahead of the job's, at least; negative if every batch of the range came that
 *     late, because its clock is behind or because it waited; 0 within what is usual, and where arrivals were not kept
 * @param lastArrivalMillis when its last batch came, by the job's clock, since the Unix epoch; 0 where that was not kept
 */
public record InstanceBooks(
        long batchesSeen,
        long batchesMissing,
        long batchesCountedTwice,
        boolean endedWithoutNotice,
        long clockAheadMillis,
        long lastArrivalMillis) {
    /** Of an instance of which there are samples that no batch declared. */
    static final InstanceBooks NONE = new InstanceBooks(0, 0, 0, false, 0, 0);
}
