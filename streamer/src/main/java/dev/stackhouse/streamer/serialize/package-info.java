/** How records cross the wire and lie in state: by hand, never Kryo. */
@NullMarked
package dev.stackhouse.streamer.serialize;

import org.jspecify.annotations.NullMarked;
