package dev.stackhouse.query.regression.rules;

import java.time.Duration;

/**
 * How a service is watched between its deploys, for what shifts without a new version.
 *
 * @param on whether it is
 * @param every time from one look to the next; whole minutes
 */
public record ShiftWatch(boolean on, Duration every) {
    /** Where nobody says otherwise. */
    public static final ShiftWatch DEFAULT = new ShiftWatch(true, Duration.ofHours(2));

    public static final ShiftWatch OFF = new ShiftWatch(false, DEFAULT.every);

    /** Looks a day. */
    public double perDay() {
        return (double) Duration.ofDays(1).toMinutes() / every.toMinutes();
    }
}
