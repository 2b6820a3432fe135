package dev.stackhouse.node.decide;

import dev.stackhouse.collector.config.CollectorConfig;
import dev.stackhouse.collector.config.Rates;

/**
 * How a JVM is profiled where nothing else is said at run time.
 *
 * @param rates which events are sampled and how often
 * @param cpuBudget share of the JVM's CPU that profiling may cost, 0.01 for 1 %; 0 for any
 * @param obeysPolicies whether policies change the rates
 */
public record OwnSettings(Rates rates, double cpuBudget, boolean obeysPolicies) {
    static final OwnSettings NONE = new OwnSettings(Rates.NONE, 0, false);

    static OwnSettings of(CollectorConfig told) {
        return new OwnSettings(
                told.rates(),
                told.control().cpuBudget(),
                !told.control().policyTopic().isEmpty());
    }
}
