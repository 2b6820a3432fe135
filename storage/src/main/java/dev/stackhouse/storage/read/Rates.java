package dev.stackhouse.storage.read;

import java.util.SortedMap;

/**
 * At which rates an instance sampled between two moments.
 *
 * @param fromMillis since the Unix epoch, inclusive
 * @param toMillis exclusive
 * @param byEvent an event that is not there was not sampled
 * @param policy that the rates followed, or empty
 */
public record Rates(long fromMillis, long toMillis, SortedMap<String, Rate> byEvent, String policy) {
    /**
     * How often an event was sampled.
     *
     * @param interval between two samples, in nanoseconds or bytes; of locks the shortest wait
     * @param slowed factor by which the collector made it longer than was asked for; 1 where it did not
     */
    public record Rate(long interval, int slowed) {}

    /** Whether the collector or a policy decided otherwise than the settings of the instance. */
    public boolean differs() {
        return !policy.isEmpty() || byEvent.values().stream().anyMatch(rate -> rate.slowed > 1);
    }

    boolean equalsBesidesTime(Rates other) {
        return byEvent.equals(other.byEvent) && policy.equals(other.policy);
    }

    Rates within(long leastMillis, long mostMillis) {
        return new Rates(Math.max(fromMillis, leastMillis), Math.min(toMillis, mostMillis), byEvent, policy);
    }
}
