/** The command that runs everything on one machine until it is told to stop. */
@NullMarked
package dev.stackhouse.standalone.up;

import org.jspecify.annotations.NullMarked;
