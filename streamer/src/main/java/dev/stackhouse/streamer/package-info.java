/** The Flink job: batches from Kafka to 10 s windows in ClickHouse, exactly once. */
@NullMarked
package dev.stackhouse.streamer;

import org.jspecify.annotations.NullMarked;
