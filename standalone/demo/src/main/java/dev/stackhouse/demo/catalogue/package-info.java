/** What the shop sells. */
@NullMarked
package dev.stackhouse.demo.catalogue;

import org.jspecify.annotations.NullMarked;
