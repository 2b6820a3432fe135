/** What sampling makes of a context switch. */
@NullMarked
package dev.stackhouse.bench.switches;

import org.jspecify.annotations.NullMarked;
