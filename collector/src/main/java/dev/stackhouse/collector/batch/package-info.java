/** Puts recordings together as batches with dictionaries and a ledger. */
@NullMarked
package dev.stackhouse.collector.batch;

import org.jspecify.annotations.NullMarked;
