/** Full-text search over the catalogue. */
@NullMarked
package dev.stackhouse.demo.search;

import org.jspecify.annotations.NullMarked;
