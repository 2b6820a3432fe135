/** Two-phase commit into ClickHouse. */
@NullMarked
package dev.stackhouse.streamer.sink;

import org.jspecify.annotations.NullMarked;
