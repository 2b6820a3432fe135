/** Tells collectors while they run what to sample: {@code stackhouse policy}. */
@NullMarked
package dev.stackhouse.standalone.policy;

import org.jspecify.annotations.NullMarked;
