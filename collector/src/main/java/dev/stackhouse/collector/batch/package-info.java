/** Puts recordings together as batches with dictionaries and a ledger. */
package dev.stackhouse.collector.batch;
