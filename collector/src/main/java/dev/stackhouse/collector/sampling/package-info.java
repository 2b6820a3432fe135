/** Takes samples with async-profiler and reads its recordings; nothing else knows of either. */
package dev.stackhouse.collector.sampling;
