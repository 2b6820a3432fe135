/** Hands batches to Kafka and keeps the books of those that never got there. */
@NullMarked
package dev.stackhouse.collector.publish;

import org.jspecify.annotations.NullMarked;
