package dev.stackhouse.streamer.partial;

import dev.stackhouse.proto.batch.v1.EventType;

/** Names that events have in the store, by the number that they have in a batch. */
public final class Event {
    private static final String[] NAMES = {"", "cpu", "wall", "alloc", "live", "lock", "native-memory"};

    public static final int CPU = EventType.EVENT_TYPE_CPU_VALUE;

    private Event() {}

    public static boolean isKnown(int number) {
        return number > 0 && number < NAMES.length;
    }

    /** Name in the store of a known event. */
    public static String name(int number) {
        return NAMES[number];
    }

    /** One more than the largest number. */
    public static int limit() {
        return NAMES.length;
    }
}
