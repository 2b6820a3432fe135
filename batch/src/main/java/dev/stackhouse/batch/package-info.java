/** What a stack is called wherever it goes, and how a batch carries the contents of its stacks. */
package dev.stackhouse.batch;
