@NullMarked
package dev.stackhouse.query.top;

import org.jspecify.annotations.NullMarked;
