package dev.stackhouse.streamer.partial;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a batch declares of one event in one window.
 *
 * @param event number of {@code stackhouse.batch.v1.EventType}
 * @param sequence number of the batch
 * @param taken samples taken
 * @param droppedByReason number of {@code stackhouse.batch.v1.DropReason} to samples
 * @param arrival how the batch came
 */
public record LedgerEntry(
        int event, long sequence, long taken, SortedMap<Integer, Long> droppedByReason, Arrival arrival) {
    /** What takes this entry back: sums over both are zero. */
    LedgerEntry negated() {
        SortedMap<Integer, Long> negative = new TreeMap<>();
        droppedByReason.forEach((reason, samples) -> negative.put(reason, -samples));
        return new LedgerEntry(event, sequence, -taken, negative, arrival);
    }
}
