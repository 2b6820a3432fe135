package dev.stackhouse.collector.batch;

import dev.stackhouse.proto.batch.v1.DropReason;
import dev.stackhouse.proto.batch.v1.DroppedSamples;
import dev.stackhouse.proto.batch.v1.EventLedger;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.batch.v1.Ledger;
import java.util.Arrays;

/**
 * Samples taken, kept and dropped, by event: taken = kept + dropped, always. Counting needs no memory, so that what is given up
 * for want of memory can still be counted. Not thread-safe.
 */
public final class Books {
    /** Their numbers have no gap. */
    private static final int EVENTS = EventType.values().length;

    private static final int REASONS = DropReason.values().length;

    /** By number of the event. */
    private final long[] kept = new long[EVENTS];
    /** By numbers of the event and of the reason. */
    private final long[][] dropped = new long[EVENTS][REASONS];

    public void keep(EventType event, long samples) {
        kept[event.getNumber()] += samples;
    }

    public void drop(EventType event, DropReason reason, long samples) {
        dropped[event.getNumber()][reason.getNumber()] += samples;
    }

    /** Adds what others dropped. */
    void addDropped(Books others) {
        for (int event = 0; event < EVENTS; event++) {
            for (int reason = 0; reason < REASONS; reason++) {
                dropped[event][reason] += others.dropped[event][reason];
            }
        }
    }

    /** Adds all that others took as dropped: what they kept for this reason, the rest for theirs. */
    void addGivenUp(Books others, DropReason reason) {
        addDropped(others);
        for (int event = 0; event < EVENTS; event++) {
            dropped[event][reason.getNumber()] += others.kept[event];
        }
    }

    void clear() {
        Arrays.fill(kept, 0);
        for (long[] byReason : dropped) {
            Arrays.fill(byReason, 0);
        }
    }

    /** Samples kept, of all events. */
    public long kept() {
        return Arrays.stream(kept).sum();
    }

    /** Samples dropped, of all events. */
    public long dropped() {
        return Arrays.stream(dropped).flatMapToLong(Arrays::stream).sum();
    }

    public Ledger toLedger() {
        Ledger.Builder ledger = Ledger.newBuilder();
        for (int event = 0; event < EVENTS; event++) {
            EventLedger.Builder entry = EventLedger.newBuilder().setEventValue(event);
            long taken = kept[event];
            for (int reason = 0; reason < REASONS; reason++) {
                long samples = dropped[event][reason];
                if (samples > 0) {
                    entry.addDropped(
                            DroppedSamples.newBuilder().setReasonValue(reason).setSamples(samples));
                    taken += samples;
                }
            }
            if (taken > 0) {
                ledger.addEvents(entry.setSamplesTaken(taken));
            }
        }
        return ledger.build();
    }
}
