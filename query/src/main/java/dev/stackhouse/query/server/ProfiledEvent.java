package dev.stackhouse.query.server;

import dev.stackhouse.proto.query.v1.Unit;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What can be asked for, by its name in the API and the store. */
enum ProfiledEvent {
    CPU("cpu", Unit.UNIT_NANOSECONDS),
    WALL("wall", Unit.UNIT_NANOSECONDS),
    ALLOC("alloc", Unit.UNIT_BYTES),
    LIVE("live", Unit.UNIT_BYTES),
    LOCK("lock", Unit.UNIT_NANOSECONDS),
    NATIVE_MEMORY("native-memory", Unit.UNIT_BYTES);

    private final String text;
    private final Unit unit;

    ProfiledEvent(String text, Unit unit) {
        this.text = text;
        this.unit = unit;
    }

    /** The event of a name; cpu for an empty one. */
    static ProfiledEvent parse(String text) {
        if (text.isEmpty()) {
            return CPU;
        }
        for (ProfiledEvent event : values()) {
            if (event.text.equals(text)) {
                return event;
            }
        }
        throw RequestException.invalid("unknown event '" + text + "'; one of "
                + Arrays.stream(values()).map(event -> event.text).collect(Collectors.joining(", ")));
    }

    String text() {
        return text;
    }

    Unit unit() {
        return unit;
    }

    /** "nanoseconds" or "bytes". */
    String unitText() {
        return unit == Unit.UNIT_BYTES ? "bytes" : "nanoseconds";
    }
}
