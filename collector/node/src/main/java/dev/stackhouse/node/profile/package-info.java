/** One profiled JVM from attach to its end, and all of them. */
@NullMarked
package dev.stackhouse.node.profile;

import org.jspecify.annotations.NullMarked;
