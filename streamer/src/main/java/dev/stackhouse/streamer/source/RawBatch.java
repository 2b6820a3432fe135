package dev.stackhouse.streamer.source;

import org.jspecify.annotations.Nullable;

/**
 * A record of the batch topic as it came.
 *
 * @param value empty if the record had none
 * @param replayed whether it was rejected before and is sent once more
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record RawBatch(byte @Nullable [] key, byte[] value, int partition, long offset, boolean replayed) {}
