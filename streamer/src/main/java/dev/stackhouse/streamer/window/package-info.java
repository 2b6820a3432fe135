/** Merges the batches of an instance into windows, each batch once. */
@NullMarked
package dev.stackhouse.streamer.window;

import org.jspecify.annotations.NullMarked;
