/** What is done to Kafka's classes when the agent's jar is made; not in the jar. */
package dev.stackhouse.collector.packing;
