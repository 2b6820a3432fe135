@NullMarked
package dev.stackhouse.storage.schema;

import org.jspecify.annotations.NullMarked;
