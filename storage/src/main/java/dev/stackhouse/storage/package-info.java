@NullMarked
package dev.stackhouse.storage;

import org.jspecify.annotations.NullMarked;
