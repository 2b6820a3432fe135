/** A Kafka broker on this machine, in a process of its own. */
@NullMarked
package dev.stackhouse.broker;

import org.jspecify.annotations.NullMarked;
