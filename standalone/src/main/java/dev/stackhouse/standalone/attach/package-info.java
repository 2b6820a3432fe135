/** Profiles JVMs that run already, and lets go of them. */
@NullMarked
package dev.stackhouse.standalone.attach;

import org.jspecify.annotations.NullMarked;
