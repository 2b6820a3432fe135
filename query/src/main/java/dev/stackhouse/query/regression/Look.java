package dev.stackhouse.query.regression;

import dev.stackhouse.query.regression.rules.Watch;

/** A look at a service, by which incidents are moved. */
public sealed interface Look permits PlannedLook, PlannedShift {
    String service();

    String event();

    Watch watch();

    /** Grows from look to look. */
    int number();

    /** Whether somebody asked for it, rather than that it was due. */
    boolean asked();

    /** Whether it only confirms what was found before. */
    boolean confirms();
}
