package dev.stackhouse.standalone.client;

import org.jspecify.annotations.Nullable;

/**
 * A dead letter.
 *
 * @param millis when it was rejected, since the Unix epoch
 * @param instance key of the record, with what cannot be printed replaced
 * @param partition of the topic that it came from, as text
 * @param offset there
 * @param bytes size of the batch
 * @param key of the record
 * @param value the batch, null if it was too large to be kept
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record RejectedBatch(
        long millis,
        String reason,
        String message,
        String instance,
        String partition,
        String offset,
        long bytes,
        byte @Nullable [] key,
        byte @Nullable [] value) {}
