package dev.stackhouse.node.profile;

import dev.stackhouse.collector.Notices;
import dev.stackhouse.collector.RateControl;
import dev.stackhouse.collector.budget.BudgetKeeper;
import dev.stackhouse.collector.budget.ProcessCpu;
import dev.stackhouse.collector.facts.ProcessFiles;
import dev.stackhouse.collector.sampling.Recorder;
import dev.stackhouse.collector.sampling.Recording;
import dev.stackhouse.collector.sampling.SamplingPlan;
import dev.stackhouse.node.breaker.Breaker;
import dev.stackhouse.node.breaker.Pair;
import dev.stackhouse.node.cost.TargetCost;
import org.jspecify.annotations.Nullable;

/**
 * What is sampled next in a JVM that is profiled from outside: what its settings, policies and its budget say, as long as no JVM
 * like it died of that. Not thread-safe.
 */
final class TargetRates {
    private final String who;
    private final Breaker breaker;
    private final ProcessFiles process;
    private final TargetCost cost;
    private final @Nullable BudgetKeeper budget;
    private final RateControl control;

    private TargetRates(
            String who,
            Breaker breaker,
            ProcessFiles process,
            TargetCost cost,
            @Nullable BudgetKeeper budget,
            RateControl control) {
        this.who = who;
        this.breaker = breaker;
        this.process = process;
        this.cost = cost;
        this.budget = budget;
        this.control = control;
    }

    static TargetRates of(Surroundings around, TargetState state) {
        String who = state.identity().service() + " (process " + state.processId() + ")";
        TargetCost cost = new TargetCost(around.proc(), state.processId());
        ProcessCpu cpu = ProcessCpu.of(around.proc().process(state.processId()));
        double share = state.settings().cpuBudget();
        BudgetKeeper budget =
                share == 0 ? null : BudgetKeeper.ofOther("profiling " + who, share, cost::cpuNanos, cpu::nanos);
        return new TargetRates(
                who,
                around.breaker(),
                Target.files(around, state.processId()),
                cost,
                budget,
                new RateControl(
                        state.settings().rates(),
                        state.identity(),
                        state.settings().obeysPolicies() ? around.policies() : null,
                        budget,
                        around.clock()));
    }

    Pair pair(String jdk, SamplingPlan plan) {
        return new Pair(jdk, Recorder.events(plan.rates(), process.cores()));
    }

    TargetCost cost() {
        return cost;
    }

    /** See {@link RateControl#goOnWith}. */
    void goOnWith(SamplingPlan plan, long policyEndsMillis) {
        control.goOnWith(plan, policyEndsMillis);
    }

    long policyEndsMillis() {
        return control.policyEndsMillis();
    }

    void sampled(Recording recording) {
        control.sampled(recording);
    }

    /**
     * Ends an interval.
     *
     * @param current by which it was sampled
     * @param jdk build of the JVM's
     */
    SamplingPlan next(SamplingPlan current, String jdk) {
        SamplingPlan next = control.next();
        if (!Recorder.alike(current.rates(), next.rates()) && breaker.isOpen(pair(jdk, next))) {
            Notices.say(
                    "rates of " + who,
                    who + ": its rates stay as they are, the circuit breaker is open for others: "
                            + pair(jdk, next).options());
            return current;
        }
        return next;
    }

    void close() {
        Notices.forget("rates of " + who);
        if (budget != null) {
            budget.close();
        }
    }
}
