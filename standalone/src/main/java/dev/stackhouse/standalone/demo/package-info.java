/** The command that runs everything with a demo service under load, and reports what came of it. */
@NullMarked
package dev.stackhouse.standalone.demo;

import org.jspecify.annotations.NullMarked;
