/** Finds the JVMs of this host in /proc. */
@NullMarked
package dev.stackhouse.node.discover;

import org.jspecify.annotations.NullMarked;
