/** What a cart costs. */
@NullMarked
package dev.stackhouse.demo.pricing;

import org.jspecify.annotations.NullMarked;
