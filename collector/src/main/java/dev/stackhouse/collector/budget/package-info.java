/** Keeps the collector's own CPU within its budget. */
package dev.stackhouse.collector.budget;
