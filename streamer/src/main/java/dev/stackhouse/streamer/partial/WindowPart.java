package dev.stackhouse.streamer.partial;

import java.util.ArrayList;
import java.util.List;

/**
 * What one or several batches of an instance hold of one window.
 *
 * @param startMillis start of the window, since the Unix epoch
 */
public record WindowPart(long startMillis, SampleTable samples, List<LedgerEntry> ledger) {
    /** Length of a window. */
    public static final long LENGTH_MILLIS = 10_000;

    /** Start of the window that contains a moment. */
    public static long startOf(long unixMillis) {
        return Math.floorDiv(unixMillis, LENGTH_MILLIS) * LENGTH_MILLIS;
    }

    /** End of the window (exclusive), since the Unix epoch. */
    public long endMillis() {
        return startMillis + LENGTH_MILLIS;
    }

    /** Both parts in one; neither is changed. */
    public WindowPart plus(WindowPart other) {
        SampleTable sum = new SampleTable(samples.size() + other.samples.size() / 2);
        sum.addAll(samples);
        sum.addAll(other.samples);
        List<LedgerEntry> books = new ArrayList<>(ledger);
        books.addAll(other.ledger);
        return new WindowPart(startMillis, sum, books);
    }
}
