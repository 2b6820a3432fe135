@NullMarked
package dev.stackhouse.query.flamegraph;

import org.jspecify.annotations.NullMarked;
