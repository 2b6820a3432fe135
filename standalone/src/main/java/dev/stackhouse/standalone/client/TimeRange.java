package dev.stackhouse.standalone.client;

import java.time.Instant;

/** From inclusive to exclusive, never empty. */
record TimeRange(Instant from, Instant to) {
    TimeRange {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("The range is empty: it starts at " + from + " and ends at " + to + ".");
        }
    }
}
