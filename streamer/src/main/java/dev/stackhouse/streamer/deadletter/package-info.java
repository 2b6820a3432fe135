/** Records that could not be used, on their way to the dead-letter topic. */
@NullMarked
package dev.stackhouse.streamer.deadletter;

import org.jspecify.annotations.NullMarked;
