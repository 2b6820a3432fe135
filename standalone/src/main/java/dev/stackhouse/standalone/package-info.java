/** The stackhouse command: everything on one machine, and what it starts. */
@NullMarked
package dev.stackhouse.standalone;

import org.jspecify.annotations.NullMarked;
