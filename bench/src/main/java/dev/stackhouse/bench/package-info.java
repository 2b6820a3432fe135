/** Benchmarks of the whole pipeline and its parts, run by {@code bench/run}. */
@NullMarked
package dev.stackhouse.bench;

import org.jspecify.annotations.NullMarked;
