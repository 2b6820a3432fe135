/** Which JVMs are profiled, and under which names. */
@NullMarked
package dev.stackhouse.node.decide;

import org.jspecify.annotations.NullMarked;
