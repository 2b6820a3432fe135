@NullMarked
package dev.stackhouse.storage.engine;

import org.jspecify.annotations.NullMarked;
