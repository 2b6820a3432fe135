/** Stock, in one ledger behind one lock. */
@NullMarked
package dev.stackhouse.demo.inventory;

import org.jspecify.annotations.NullMarked;
