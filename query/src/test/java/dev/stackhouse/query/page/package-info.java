@NullMarked
package dev.stackhouse.query.page;

import org.jspecify.annotations.NullMarked;
