package dev.stackhouse.collector;

import dev.stackhouse.collector.budget.BudgetKeeper;
import dev.stackhouse.collector.config.Rates;
import dev.stackhouse.collector.policy.PolicyBoard;
import dev.stackhouse.collector.sampling.RecordedSample;
import dev.stackhouse.collector.sampling.Recording;
import dev.stackhouse.collector.sampling.SamplingPlan;
import dev.stackhouse.policy.Policies;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.policy.v1.EventSetting;
import dev.stackhouse.proto.policy.v1.Policy;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is sampled next: what the settings say, but for what the policy in force says, and of that what the CPU budget allows. Not
 * thread-safe.
 */
final class RateControl {
    private final Rates own;
    private final @Nullable PolicyBoard policies;
    private final @Nullable BudgetKeeper budget;
    private final Clock clock;
    private SamplingPlan current;

    /**
     * @param own the instance's settings
     * @param policies null for none
     * @param budget null for none
     */
    RateControl(Rates own, @Nullable PolicyBoard policies, @Nullable BudgetKeeper budget, Clock clock) {
        this.own = own;
        this.policies = policies;
        this.budget = budget;
        this.clock = clock;
        this.current = SamplingPlan.of(own);
    }

    /** Counts what an interval gave. */
    void sampled(Recording recording) {
        if (budget != null) {
            List<RecordedSample> samples = recording.samples();
            for (RecordedSample sample : samples) {
                budget.count(sample.event(), sample.count());
            }
        }
    }

    /** Ends an interval; returns what is sampled in the next one. Where that cannot be decided, it is what it was. */
    SamplingPlan next() {
        try {
            current = decided();
        } catch (RuntimeException | Error e) {
            Notices.say("rates", "the rates stay as they are: ", e);
        }
        return current;
    }

    private SamplingPlan decided() {
        Policy policy = policies == null ? null : policies.inForce(clock.millis(), System.nanoTime());
        Rates asked = policy == null ? own : by(policy, own);
        String id = policy == null ? "" : policy.getId();
        if (budget == null) {
            return new SamplingPlan(asked, Collections.emptyMap(), id);
        }
        budget.endInterval(asked);
        return new SamplingPlan(budget.affordable(asked), budget.slowed(), id);
    }

    /** What a policy asks of an instance with these settings. */
    static Rates by(Policy policy, Rates own) {
        Rates asked = own;
        for (EventSetting setting : policy.getEventsList()) {
            asked = asked.with(setting.getEvent(), Policies.interval(setting));
        }
        if (asked.isOn(EventType.EVENT_TYPE_LIVE)
                && !asked.isOn(EventType.EVENT_TYPE_ALLOC)
                && !own.isOn(EventType.EVENT_TYPE_ALLOC)) {
            // It asks for live objects of a JVM whose allocations are not sampled, which they are some of.
            asked = asked.with(EventType.EVENT_TYPE_ALLOC, Rates.DEFAULT_ALLOC_BYTES);
        }
        return asked.withLiveAsAlloc();
    }
}
