package dev.stackhouse.storage.read;

import java.util.SortedMap;

/**
 * An instance: one start of one JVM.
 *
 * @param firstSeenMillis start of its first window, since the Unix epoch
 * @param lastSeenMillis end of its last window
 */
public record InstanceRow(
        String instance, SortedMap<String, String> labels, long firstSeenMillis, long lastSeenMillis) {}
