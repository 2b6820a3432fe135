package dev.stackhouse.storage.regression;

/**
 * A version of a service.
 *
 * @param firstSeenMillis start of its first window, since the Unix epoch
 * @param lastSeenMillis start of its last one
 */
public record ServiceVersion(String service, String version, long firstSeenMillis, long lastSeenMillis) {}
