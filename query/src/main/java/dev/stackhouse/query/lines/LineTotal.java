package dev.stackhouse.query.lines;

/**
 * Weight of one line of a method.
 *
 * @param line 0 where unknown
 * @param self with the line at the leaf
 * @param total with it anywhere on the stack
 */
public record LineTotal(int line, long self, long total) {}
