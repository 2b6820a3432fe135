/** What a profiler costs the program that it profiles: real programs under several profilers, in turn. */
@NullMarked
package dev.stackhouse.bench.overhead;

import org.jspecify.annotations.NullMarked;
