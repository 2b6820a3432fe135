package dev.stackhouse.query.top;

import dev.stackhouse.query.flamegraph.Method;

/**
 * Weight of one method.
 *
 * @param self with the method at the leaf
 * @param total with the method anywhere on the stack
 */
public record MethodTotal(Method method, long self, long total) {}
