package dev.stackhouse.bench.chaos;

/** What faults strike. */
record ChaosParts(Product product, BoundedDisk disk, SimulatedFleet fleet, ProfiledPrograms programs) {}
