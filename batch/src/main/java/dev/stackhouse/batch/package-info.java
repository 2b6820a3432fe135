/** What a stack is called wherever it goes, and how a batch carries the contents of its stacks. */
@NullMarked
package dev.stackhouse.batch;

import org.jspecify.annotations.NullMarked;
