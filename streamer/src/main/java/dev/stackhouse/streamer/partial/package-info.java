/** What flows between the operators. */
@NullMarked
package dev.stackhouse.streamer.partial;

import org.jspecify.annotations.NullMarked;
