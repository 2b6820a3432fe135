/** Conversations with a ClickHouse server. */
@NullMarked
package dev.stackhouse.storage.client;

import org.jspecify.annotations.NullMarked;
