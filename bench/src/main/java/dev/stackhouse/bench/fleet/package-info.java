/** A made-up fleet: services with realistic stacks, the same for the same seed. */
@NullMarked
package dev.stackhouse.bench.fleet;

import org.jspecify.annotations.NullMarked;
