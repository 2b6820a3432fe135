/** Programs that are measured, each in a JVM of its own that has nothing else of this module on its class path. */
@NullMarked
package dev.stackhouse.bench.overhead.program;

import org.jspecify.annotations.NullMarked;
