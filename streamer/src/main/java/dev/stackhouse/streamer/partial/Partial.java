package dev.stackhouse.streamer.partial;

import java.util.List;

/**
 * What one batch adds: its part of every window that it touches, and what is new to the dictionaries. A rejected batch
 * adds only its books.
 *
 * @param sequence number of the batch among those of its instance
 * @param endMillis moment up to which the instance has reported, since the Unix epoch; {@link Long#MIN_VALUE} where the
 *     batch does not say
 * @param windows at most one part for each window
 */
public record Partial(
        Instance instance, long sequence, long endMillis, List<WindowPart> windows, Dictionary dictionary) {}
