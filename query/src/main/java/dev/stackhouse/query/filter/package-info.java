/** Which stacks a question is about: by frame, thread and type. */
@NullMarked
package dev.stackhouse.query.filter;

import org.jspecify.annotations.NullMarked;
