package dev.stackhouse.regression;

/**
 * A unit by its number.
 *
 * @param number of the node of a path, else of the method
 */
record UnitKey(Unit.Type type, int number) {}
