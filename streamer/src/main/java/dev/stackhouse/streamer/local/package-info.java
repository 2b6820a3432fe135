/** The job embedded in one process, for one machine. */
@NullMarked
package dev.stackhouse.streamer.local;

import org.jspecify.annotations.NullMarked;
