/** What an interval of the collector costs the JVM that it profiles. */
@NullMarked
package dev.stackhouse.bench.interval;

import org.jspecify.annotations.NullMarked;
