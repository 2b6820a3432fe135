package dev.stackhouse.query.compare;

import dev.stackhouse.regression.InstanceCounts;
import java.util.List;

/**
 * The instances of a version.
 *
 * @param warmingUp instances that are left out because they did not live longer than the warm-up
 */
record InstanceSide(List<InstanceCounts> instances, int warmingUp) {}
