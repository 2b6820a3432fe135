package dev.stackhouse.streamer.partial;

import java.util.List;

/**
 * What one batch adds: its part of every window that it touches, and what is new to the dictionaries. A rejected batch
 * adds only its books.
 *
 * @param sequence number of the batch among those of its instance
 * @param endMillis moment up to which the instance has reported, since the Unix epoch; {@link Long#MIN_VALUE} where the
 *     batch does not say
 * @param replayed whether the batch was rejected before
 * @param windows at most one part for each window
 */
public record Partial(
        Instance instance,
        long sequence,
        long endMillis,
        boolean replayed,
        List<WindowPart> windows,
        Dictionary dictionary) {
    /** The same, of a batch that was rejected before. */
    public Partial asReplay() {
        return new Partial(instance, sequence, endMillis, true, windows, dictionary);
    }

    /** Whether it is more than the books of a batch that is rejected. */
    public boolean isAccepted() {
        return endMillis != Long.MIN_VALUE;
    }
}
