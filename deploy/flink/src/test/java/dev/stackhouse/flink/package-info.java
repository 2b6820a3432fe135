/** The job's jar on a Flink cluster of several processes. */
@NullMarked
package dev.stackhouse.flink;

import org.jspecify.annotations.NullMarked;
