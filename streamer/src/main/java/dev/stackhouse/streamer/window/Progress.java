package dev.stackhouse.streamer.window;

import dev.stackhouse.streamer.partial.Instance;

/**
 * How far an instance has come.
 *
 * @param seen sequence numbers of its batches
 * @param reportedMillis moment up to which it has reported, by its own clock; {@link Long#MIN_VALUE} before it has
 * @param heardMillis when its latest batch came, by this machine's clock
 * @param alarmMillis when a timer will look after it; 0 for never
 */
record Progress(Instance instance, SequenceRanges seen, long reportedMillis, long heardMillis, long alarmMillis) {
    static Progress of(Instance instance) {
        return new Progress(instance, new SequenceRanges(), Long.MIN_VALUE, 0, 0);
    }

    Progress withAlarm(long millis) {
        return new Progress(instance, seen, reportedMillis, heardMillis, millis);
    }

    Progress copy() {
        return new Progress(instance, new SequenceRanges(seen.bounds()), reportedMillis, heardMillis, alarmMillis);
    }
}
