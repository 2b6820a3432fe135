/** Customers: when they come and what they ask for. */
@NullMarked
package dev.stackhouse.demo.load;

import org.jspecify.annotations.NullMarked;
