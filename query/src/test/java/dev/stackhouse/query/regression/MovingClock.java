package dev.stackhouse.query.regression;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands where it was put. */
final class MovingClock extends Clock {
    private volatile Instant now = Instant.ofEpochMilli(SeededDeploy.DEPLOYED_MILLIS);

    /** Puts it to a time after the deploy. */
    void afterDeploy(Duration time) {
        now = Instant.ofEpochMilli(SeededDeploy.DEPLOYED_MILLIS).plus(time);
    }

    void set(long unixMillis) {
        now = Instant.ofEpochMilli(unixMillis);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
