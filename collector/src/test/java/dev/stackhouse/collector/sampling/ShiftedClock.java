package dev.stackhouse.collector.sampling;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicLong;

/** The system's time and so many milliseconds more. */
final class ShiftedClock extends Clock {
    private final AtomicLong shiftMillis;

    ShiftedClock(AtomicLong shiftMillis) {
        this.shiftMillis = shiftMillis;
    }

    @Override
    public Instant instant() {
        return Clock.systemUTC().instant().plusMillis(shiftMillis.get());
    }

    @Override
    public ZoneId getZone() {
        return Clock.systemUTC().getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
