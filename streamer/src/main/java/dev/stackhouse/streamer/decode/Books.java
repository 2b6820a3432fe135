package dev.stackhouse.streamer.decode;

import dev.stackhouse.proto.batch.v1.DropReason;
import dev.stackhouse.streamer.partial.Arrival;
import dev.stackhouse.streamer.partial.Event;
import dev.stackhouse.streamer.partial.LedgerEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Divides the ledger of a batch among its windows, so that for any windows the samples taken are those stored and those
 * dropped. A window gets as taken what it stores; drops, and whatever the batch declares beyond or short of what it
 * contains, go to its first window, where the books then show the difference.
 */
final class Books {
    private final BatchColumns batch;

    Books(BatchColumns batch) {
        this.batch = batch;
    }

    /**
     * The entries of a valid batch.
     *
     * @param counts samples contained, by window index and event
     * @param nowMillis when the batch came
     * @return by window index; every event that the batch mentions has an entry in the first window
     */
    List<List<LedgerEntry>> ofStored(long[][] counts, long nowMillis) {
        Arrival arrival = arrival(nowMillis);
        List<List<LedgerEntry>> books = new ArrayList<>(counts.length);
        for (int window = 0; window < counts.length; window++) {
            books.add(new ArrayList<>());
        }
        boolean anything = false;
        for (int event = 1; event < Event.limit(); event++) {
            int declaration = declarationOf(event);
            long contained = 0;
            for (long[] window : counts) {
                contained += window[event];
            }
            if (declaration < 0 && contained == 0) {
                continue;
            }
            anything = true;
            SortedMap<Integer, Long> dropped = droppedIn(declaration);
            long declared = declaration < 0 ? 0 : batch.ledgerTaken.get(declaration);
            long carried = declared - contained;
            for (int window = 0; window < counts.length; window++) {
                long taken = Math.max(0, counts[window][event] + carried);
                carried = Math.min(0, counts[window][event] + carried);
                if (window == 0) {
                    books.get(0).add(new LedgerEntry(event, batch.sequence, taken, dropped, arrival));
                } else if (taken > 0 || counts[window][event] > 0) {
                    books.get(window).add(new LedgerEntry(event, batch.sequence, taken, new TreeMap<>(), arrival));
                }
            }
        }
        if (!anything) {
            // Shows that the batch came.
            books.get(0).add(new LedgerEntry(Event.CPU, batch.sequence, 0, new TreeMap<>(), arrival));
        }
        return books;
    }

    /** The entries of a batch that is rejected: all that it did not declare dropped itself is dropped. */
    List<LedgerEntry> ofRejected(long nowMillis) {
        Arrival arrival = arrival(nowMillis);
        long[] contained = new long[Event.limit()];
        for (int i = 0; i < batch.samples(); i++) {
            int event = batch.sampleEvents.get(i);
            if (Event.isKnown(event) && BatchRules.isCount(batch.sampleCounts.get(i), 1)) {
                contained[event] += batch.sampleCounts.get(i);
            }
        }
        List<LedgerEntry> books = new ArrayList<>();
        for (int event = 1; event < Event.limit(); event++) {
            int declaration = declarationOf(event);
            if (declaration < 0 && contained[event] == 0) {
                continue;
            }
            SortedMap<Integer, Long> dropped = droppedIn(declaration);
            long before = dropped.values().stream().mapToLong(Long::longValue).sum();
            long declared = declaration < 0 ? 0 : batch.ledgerTaken.get(declaration);
            long taken = Math.max(BatchRules.isCount(declared, 0) ? declared : 0, contained[event] + before);
            if (taken > before) {
                dropped.merge(DropReason.DROP_REASON_REJECTED_VALUE, taken - before, Long::sum);
            }
            books.add(new LedgerEntry(event, batch.sequence, taken, dropped, arrival));
        }
        return books;
    }

    private Arrival arrival(long nowMillis) {
        // As a number of 32 bits it may be anything in a batch that is rejected.
        int format = batch.formatVersion >= 0 && batch.formatVersion <= 255 ? batch.formatVersion : 255;
        return new Arrival(format, batch.last, nowMillis);
    }

    private int declarationOf(int event) {
        for (int i = 0; i < batch.ledgerEvents.size(); i++) {
            if (batch.ledgerEvents.get(i) == event) {
                return i;
            }
        }
        return -1;
    }

    private SortedMap<Integer, Long> droppedIn(int declaration) {
        SortedMap<Integer, Long> dropped = new TreeMap<>();
        for (int i = 0; i < batch.dropEntries.size(); i++) {
            long samples = batch.dropSamples.get(i);
            int reason = batch.dropReasons.get(i);
            boolean valid = BatchRules.isCount(samples, 1) && reason >= 0 && reason < 128;
            if (batch.dropEntries.get(i) == declaration && valid) {
                dropped.merge(reason, samples, Long::sum);
            }
        }
        return dropped;
    }
}
