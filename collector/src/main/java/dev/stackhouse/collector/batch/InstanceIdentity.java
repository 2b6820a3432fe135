package dev.stackhouse.collector.batch;

import java.util.SortedMap;

/**
 * Who sends batches.
 *
 * @param instanceId one start of one JVM
 */
public record InstanceIdentity(String service, String instanceId, SortedMap<String, String> labels) {}
