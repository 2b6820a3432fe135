/** The dearest lines of a method. */
@NullMarked
package dev.stackhouse.query.lines;

import org.jspecify.annotations.NullMarked;
