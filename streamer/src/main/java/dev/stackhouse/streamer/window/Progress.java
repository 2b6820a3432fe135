package dev.stackhouse.streamer.window;

import dev.stackhouse.streamer.partial.Instance;
import dev.stackhouse.streamer.partial.RejectedBooks;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far an instance has come.
 *
 * @param seen sequence numbers of its batches
 * @param rejected what was declared dropped of the batches that were rejected last, by their numbers; they may come again
 * @param reportedMillis moment up to which it has reported, by its own clock; {@link Long#MIN_VALUE} before it has
 * @param heardMillis when its latest batch came, by this machine's clock
 * @param alarmMillis when a timer will look after it; 0 for never
 */
record Progress(
        Instance instance,
        SequenceRanges seen,
        SortedMap<Long, RejectedBooks> rejected,
        long reportedMillis,
        long heardMillis,
        long alarmMillis) {
    /**
     * Rejected batches that are remembered: an hour of them and more, some 60 bytes each. Of one that is forgotten the loss
     * stays declared.
     */
    static final int REJECTED_LIMIT = 512;

    static Progress of(Instance instance) {
        return new Progress(instance, new SequenceRanges(), new TreeMap<>(), Long.MIN_VALUE, 0, 0);
    }

    Progress withAlarm(long millis) {
        return new Progress(instance, seen, rejected, reportedMillis, heardMillis, millis);
    }

    Progress copy() {
        return new Progress(
                instance,
                new SequenceRanges(seen.bounds()),
                new TreeMap<>(rejected),
                reportedMillis,
                heardMillis,
                alarmMillis);
    }
}
