@NullMarked
package dev.stackhouse.query.selector;

import org.jspecify.annotations.NullMarked;
