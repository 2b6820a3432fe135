/** From the bytes of a batch to its part of every window. */
@NullMarked
package dev.stackhouse.streamer.decode;

import org.jspecify.annotations.NullMarked;
