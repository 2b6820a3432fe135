/** Child processes that are started again when they die, and the directory they share. */
@NullMarked
package dev.stackhouse.standalone.supervise;

import org.jspecify.annotations.NullMarked;
