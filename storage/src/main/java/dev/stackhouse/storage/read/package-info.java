@NullMarked
package dev.stackhouse.storage.read;

import org.jspecify.annotations.NullMarked;
