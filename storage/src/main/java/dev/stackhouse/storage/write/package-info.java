@NullMarked
package dev.stackhouse.storage.write;

import org.jspecify.annotations.NullMarked;
