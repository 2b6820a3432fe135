/** A live fleet under faults, and whether its books still balance to the sample. */
@NullMarked
package dev.stackhouse.bench.chaos;

import org.jspecify.annotations.NullMarked;
