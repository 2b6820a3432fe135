/** Raw records of the batch topic. */
@NullMarked
package dev.stackhouse.streamer.source;

import org.jspecify.annotations.NullMarked;
