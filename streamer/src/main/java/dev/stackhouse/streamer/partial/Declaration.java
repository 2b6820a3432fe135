package dev.stackhouse.streamer.partial;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What an instance says about itself in a batch, as far as it is due to be stored.
 *
 * @param instance its id
 * @param sinceMillis start of the batch, since the Unix epoch
 * @param sequence number of the batch
 * @param facts by name; empty if none are due
 * @param rates at which it samples; null if they are not due
 */
public record Declaration(
        String service,
        String instance,
        long sinceMillis,
        long sequence,
        SortedMap<String, String> facts,
        @Nullable Rates rates)
        implements StoreRows {
    /**
     * At which rates an instance samples.
     *
     * @param events ordered by event; an event that is not among them is not sampled
     * @param policy identifier of the policy that they follow, or empty
     */
    public record Rates(List<Rate> events, String policy) {}

    /**
     * How often an event is sampled.
     *
     * @param event number of {@code stackhouse.batch.v1.EventType}
     * @param interval between two samples, in nanoseconds or bytes; of locks the shortest wait
     * @param slowed factor by which the collector made it longer than was asked for; 1 where it did not
     */
    public record Rate(int event, long interval, int slowed) {}
}
