/** What goes wrong, made on purpose: for tests and for the benchmarks' chaos. */
@NullMarked
package dev.stackhouse.process.fault;

import org.jspecify.annotations.NullMarked;
