/** A small shop service to profile, and the load that drives it. An ordinary application: it knows nothing of profiling. */
@NullMarked
package dev.stackhouse.demo;

import org.jspecify.annotations.NullMarked;
