package dev.stackhouse.regression;

/**
 * A unit that changed together with a finding: what gave to it, or what grew with it.
 *
 * @param change of its share of all samples, negative where it became cheaper
 */
public record Neighbour(Unit unit, double change) {}
