/** Hands batches to Kafka and keeps the books of those that never got there. */
package dev.stackhouse.collector.publish;
