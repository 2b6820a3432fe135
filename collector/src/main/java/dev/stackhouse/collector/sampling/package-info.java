/** Takes samples with async-profiler and reads its recordings; nothing else knows of either. */
@NullMarked
package dev.stackhouse.collector.sampling;

import org.jspecify.annotations.NullMarked;
