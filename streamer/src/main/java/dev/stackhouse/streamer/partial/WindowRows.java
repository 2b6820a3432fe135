package dev.stackhouse.streamer.partial;

/** A window of an instance, or a late addition to it. */
public record WindowRows(Instance instance, WindowPart window) implements StoreRows {}
