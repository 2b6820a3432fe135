package dev.stackhouse.bench.regression;

import java.util.List;

/** Says at each look what became dearer. */
interface Detector {
    String name();

    List<Suspect> look(Deploy deploy, int look);
}
