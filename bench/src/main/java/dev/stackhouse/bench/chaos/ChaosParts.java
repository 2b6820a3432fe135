package dev.stackhouse.bench.chaos;

/** What faults strike. */
record ChaosParts(Product product, SimulatedFleet fleet, ProfiledPrograms programs) {}
