/** Two versions of a service, read from the store and compared by their instances. */
@NullMarked
package dev.stackhouse.query.compare;

import org.jspecify.annotations.NullMarked;
