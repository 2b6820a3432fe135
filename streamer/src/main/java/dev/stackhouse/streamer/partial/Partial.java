package dev.stackhouse.streamer.partial;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one batch adds: its part of every window that it touches, and what is new to the dictionaries. A rejected batch
 * adds only its books.
 *
 * @param sequence number of the batch among those of its instance
 * @param endMillis moment up to which the instance has reported, since the Unix epoch; {@link Long#MIN_VALUE} where the
 *     batch does not say
 * @param replayed whether the batch was rejected before
 * @param windows at most one part for each window
 * @param declaration what is due of what the instance says about itself; null if nothing is
 */
public record Partial(
        Instance instance,
        long sequence,
        long endMillis,
        boolean replayed,
        List<WindowPart> windows,
        Dictionary dictionary,
        @Nullable Declaration declaration) {
    /** Of a batch that says nothing new about its instance. */
    public Partial(
            Instance instance,
            long sequence,
            long endMillis,
            boolean replayed,
            List<WindowPart> windows,
            Dictionary dictionary) {
        this(instance, sequence, endMillis, replayed, windows, dictionary, null);
    }

    /** The same, of a batch that was rejected before. */
    public Partial asReplay() {
        return new Partial(instance, sequence, endMillis, true, windows, dictionary, declaration);
    }

    /** Whether it is more than the books of a batch that is rejected. */
    public boolean isAccepted() {
        return endMillis != Long.MIN_VALUE;
    }
}
