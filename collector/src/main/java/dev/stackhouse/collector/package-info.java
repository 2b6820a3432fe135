/** Samples the JVM it runs in and publishes batches: config, sampling, batch, publish. */
@NullMarked
package dev.stackhouse.collector;

import org.jspecify.annotations.NullMarked;
