/** Child processes and the protocol they follow. */
@NullMarked
package dev.stackhouse.process;

import org.jspecify.annotations.NullMarked;
