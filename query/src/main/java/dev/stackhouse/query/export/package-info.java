@NullMarked
package dev.stackhouse.query.export;

import org.jspecify.annotations.NullMarked;
