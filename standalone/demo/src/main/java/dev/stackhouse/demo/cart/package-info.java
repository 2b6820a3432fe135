/** Carts that customers fill. */
@NullMarked
package dev.stackhouse.demo.cart;

import org.jspecify.annotations.NullMarked;
