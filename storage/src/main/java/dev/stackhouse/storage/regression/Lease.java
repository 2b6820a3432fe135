package dev.stackhouse.storage.regression;

/**
 * A term that was given to somebody.
 *
 * @param term its number; a greater one was given later
 * @param holder who has it
 * @param leftMillis until it ends, by the clock of the store when it was asked; not positive once it has ended
 */
public record Lease(long term, String holder, long leftMillis) {}
