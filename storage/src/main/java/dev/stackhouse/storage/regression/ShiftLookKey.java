package dev.stackhouse.storage.regression;

/**
 * Names a look at what has shifted in a service.
 *
 * @param dueMillis when it was to be done, since the Unix epoch; in whole seconds
 */
public record ShiftLookKey(String service, String event, long dueMillis) {}
