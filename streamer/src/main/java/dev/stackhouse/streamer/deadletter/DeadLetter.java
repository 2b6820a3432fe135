package dev.stackhouse.streamer.deadletter;

import dev.stackhouse.streamer.source.RawBatch;

/** A record of the batch topic that could not be used, and why. */
public record DeadLetter(RawBatch batch, String reason, String message) {}
