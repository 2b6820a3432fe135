package dev.stackhouse.storage.read;

/**
 * What a selection comes to.
 *
 * @param value sum of weights, in the event's unit
 * @param samples number of samples
 * @param instances number of instances that were profiled
 */
public record SelectionSummary(long value, long samples, int instances) {}
