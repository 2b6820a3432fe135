@NullMarked
package dev.stackhouse.query;

import org.jspecify.annotations.NullMarked;
