/** Questions to a running server from a terminal. */
@NullMarked
package dev.stackhouse.standalone.client;

import org.jspecify.annotations.NullMarked;
