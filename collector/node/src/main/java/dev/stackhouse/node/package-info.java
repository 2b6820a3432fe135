/** The daemon of a host: profiles JVMs from outside and publishes for them. */
@NullMarked
package dev.stackhouse.node;

import org.jspecify.annotations.NullMarked;
