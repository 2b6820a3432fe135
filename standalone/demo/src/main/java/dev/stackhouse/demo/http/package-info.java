/** Requests and replies, and what becomes of a request that cannot be answered. */
@NullMarked
package dev.stackhouse.demo.http;

import org.jspecify.annotations.NullMarked;
