/** Simulated deploys with planted changes, and who finds them: ours, a threshold, a z test, Otava's algorithm. */
@NullMarked
package dev.stackhouse.bench.regression;

import org.jspecify.annotations.NullMarked;
