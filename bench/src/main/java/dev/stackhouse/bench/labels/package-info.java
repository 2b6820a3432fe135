/** What labels cost the threads that have them. */
@NullMarked
package dev.stackhouse.bench.labels;

import org.jspecify.annotations.NullMarked;
