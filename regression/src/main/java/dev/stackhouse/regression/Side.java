package dev.stackhouse.regression;

/** How much of a version was compared. */
public record Side(int instances, long samples) {}
