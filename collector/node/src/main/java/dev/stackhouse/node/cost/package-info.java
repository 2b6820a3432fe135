/** What profiling a JVM from outside costs in CPU. */
@NullMarked
package dev.stackhouse.node.cost;

import org.jspecify.annotations.NullMarked;
