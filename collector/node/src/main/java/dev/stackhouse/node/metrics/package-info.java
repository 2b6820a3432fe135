/** What the daemon tells of itself. */
@NullMarked
package dev.stackhouse.node.metrics;

import org.jspecify.annotations.NullMarked;
