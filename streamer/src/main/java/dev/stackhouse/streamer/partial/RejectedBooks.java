package dev.stackhouse.streamer.partial;

import java.util.List;

/**
 * What was declared of a batch that was rejected, so that it can be taken back once the batch is taken after all.
 *
 * @param startMillis start of the window that it was declared in, since the Unix epoch
 */
public record RejectedBooks(long startMillis, List<LedgerEntry> ledger) {
    /** The books of what a rejected batch adds. */
    public static RejectedBooks of(WindowPart part) {
        return new RejectedBooks(part.startMillis(), part.ledger());
    }

    /** What takes them back. */
    public WindowPart takenBack() {
        return new WindowPart(
                startMillis,
                new SampleTable(),
                ledger.stream().map(LedgerEntry::negated).toList());
    }
}
