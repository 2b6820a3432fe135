package dev.stackhouse.bench.chaos;

import dev.stackhouse.process.fault.BoundedDisk;

/** What faults strike. */
record ChaosParts(
        Product product,
        SecondQueryServer secondQueryServer,
        BoundedDisk disk,
        SimulatedFleet fleet,
        ProfiledPrograms programs) {}
