/** Obeys policies: what a collector may be told while it runs, through a topic. */
package dev.stackhouse.collector.policy;
