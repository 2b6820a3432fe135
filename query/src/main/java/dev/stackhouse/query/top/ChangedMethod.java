package dev.stackhouse.query.top;

import dev.stackhouse.query.flamegraph.Method;

/** Weights of one method on the two sides of a difference: with the method at the leaf, and anywhere on the stack. */
public record ChangedMethod(Method method, long selfBefore, long totalBefore, long selfAfter, long totalAfter) {}
