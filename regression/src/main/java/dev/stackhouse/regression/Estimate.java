package dev.stackhouse.regression;

/** A share of all samples between 0 and 1, with the interval that holds it with 95 %. */
public record Estimate(double share, double low, double high) {}
