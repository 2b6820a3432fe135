/** What is not attached to again, because it died of it. */
@NullMarked
package dev.stackhouse.node.breaker;

import org.jspecify.annotations.NullMarked;
