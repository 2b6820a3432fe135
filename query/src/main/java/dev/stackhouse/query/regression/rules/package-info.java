/** The rules by which services are watched: a file of YAML, or the defaults. */
@NullMarked
package dev.stackhouse.query.regression.rules;

import org.jspecify.annotations.NullMarked;
