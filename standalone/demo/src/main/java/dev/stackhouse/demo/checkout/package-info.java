/** From a cart to a signed order. */
@NullMarked
package dev.stackhouse.demo.checkout;

import org.jspecify.annotations.NullMarked;
