/** Samples the JVM it runs in and publishes batches: config, sampling, batch, publish. */
package dev.stackhouse.collector;
