package dev.stackhouse.regression;

/**
 * What one instance did in the time that is compared: the statistical sample.
 *
 * @param instance its name
 * @param nodes of a {@link CallTree}, each once
 * @param samples self samples of each of the nodes
 * @param seconds that the instance was sampled for
 * @param valuePerSample what a sample stands for, in the unit of the event (nanoseconds for cpu)
 */
@SuppressWarnings("ArrayRecordComponent") // Thousands of them: plain numbers, never compared.
public record InstanceCounts(String instance, int[] nodes, long[] samples, double seconds, double valuePerSample) {}
