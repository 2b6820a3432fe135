package dev.stackhouse.streamer.partial;

/** What the sink stores. */
public sealed interface StoreRows permits WindowRows, Dictionary, Declaration {}
